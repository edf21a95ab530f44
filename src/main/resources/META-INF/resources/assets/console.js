// What htmx alone does not do for the live regions: keep what a reader has opened, rest while
// nobody looks, and say when updates no longer come. Every page works without this file.
"use strict";

(() => {
  const trouble = document.getElementById("live-trouble");
  let opened = new Set();

  const say = (text) => {
    trouble.textContent = text;
    trouble.hidden = text === "";
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.detail.requestConfig.verb === "get") {
      event.preventDefault();
    }
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    opened = new Set(
      Array.from(event.detail.target.querySelectorAll("details[id]"))
        .filter((details) => details.open)
        .map((details) => details.id),
    );
  });

  document.addEventListener("htmx:afterSwap", () => {
    opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
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
