/* Loaded before the page is drawn: the chosen theme is there from the first frame. */
(function () {
  "use strict";
  const root = document.documentElement;
  root.dataset.script = "";
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    /* storage is closed to us: the system's theme stays */
  }
})();
