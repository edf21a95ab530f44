// What htmx alone does not do for the live regions: keep what a reader has opened and where the
// reader is, rest while nobody looks, and say when updates no longer come. Every page works
// without this file.
"use strict";

(() => {
  const trouble = document.getElementById("live-trouble");
  let scrolled = [];

  const say = (text) => {
    trouble.textContent = text;
    trouble.hidden = text === "";
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.detail.requestConfig.verb === "get") {
      event.preventDefault();
    }
  });

  // Open before it is shown: a page that is shorter for a moment has lost the reader's place.
  document.addEventListener("htmx:beforeSwap", (event) => {
    for (const { id } of event.detail.target.querySelectorAll("details[id][open]")) {
      event.detail.serverResponse = event.detail.serverResponse.replace(
        `<details id="${id}"`,
        `<details open id="${id}"`,
      );
    }
    scrolled = Array.from(event.detail.target.querySelectorAll("[id][tabindex='0']"))
      .filter(({ scrollLeft, scrollTop }) => scrollLeft + scrollTop > 0)
      .map(({ id, scrollLeft, scrollTop }) => ({ id, scrollLeft, scrollTop }));
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const { id, ...place } of scrolled) {
      Object.assign(document.getElementById(id) ?? {}, place);
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr?.status ?? 0;
    if (event.detail.successful) {
      say("");
    } else if (status === 401) {
      say("Your session has ended. Reload the page to log in again.");
    } else if (event.detail.failed || status === 0) {
      say("This page is not being updated: the service does not answer. Trying again.");
    }
  });
})();
