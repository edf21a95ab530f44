// What htmx alone does not do for the live regions: keep what a reader has opened, rest while
// nobody looks, and say when updates no longer come. Every page works without this file.
"use strict";

(() => {
  const trouble = document.getElementById("live-trouble");

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
