/* The script every page has. Pages work without it; it adds theme, focus, voice and the CSRF header. */

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

/* --- voice and focus ------------------------------------------------------------------------ */

const spoken = new WeakMap();

function say(text) {
  const status = byId("announce");
  if (!status || !text) return;
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 80);
}

/* A polling block repeats its message with every answer: say it once. */
function announceMarked() {
  const fresh = [...document.querySelectorAll("[data-announce]")].filter(
    (element) => spoken.get(element) !== element.dataset.announce,
  );
  for (const element of fresh) spoken.set(element, element.dataset.announce);
  say(fresh.map((element) => element.dataset.announce).filter(Boolean).join(" "));
}

function moveFocusTo(element) {
  if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) {
    element.setAttribute("tabindex", "-1");
  }
  element.focus();
}

function focusMarked(selector) {
  const marked = document.querySelector(selector);
  for (const element of document.querySelectorAll("[data-focus]")) {
    element.removeAttribute("data-focus");
  }
  if (marked) moveFocusTo(marked);
  return Boolean(marked);
}

/* --- htmx ----------------------------------------------------------------------------------- */

document.addEventListener("htmx:config:request", (event) => {
  const request = event.detail.ctx.request;
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token && request.method !== "GET" && request.method !== "HEAD") {
    request.headers["X-CSRFToken"] = token.content;
  }
});

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const button = ctx.request.submitter;
  button?.setAttribute("aria-busy", "true");
  ctx.pressed = [button, document.body].includes(document.activeElement) ? button : null;
});

/* An old refusal must not stand above a new answer. */
document.addEventListener("htmx:before:swap", (event) => {
  if (event.detail.ctx.request.method !== "GET") byId("notices")?.replaceChildren();
});

document.addEventListener("htmx:after:swap", () => {
  focusMarked("[data-focus]");
  announceMarked();
  letMessagesPass();
});

/* A button that was disabled while it waited has lost the focus; give it back. */
document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  ctx.request.submitter?.removeAttribute("aria-busy");
  setTimeout(() => {
    if (document.activeElement === document.body && ctx.pressed?.isConnected) ctx.pressed.focus();
  });
});

/* What a page asks by itself fails in silence: nobody waits for it. */
document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (ctx && !ctx.sourceElement?.hasAttribute("data-quiet")) showOffline(ctx.request.method !== "GET");
});

document.addEventListener("htmx:after:request", () => byId("offline")?.remove());

/* A message lies over what stands at the foot of a phone, and the page shows the same: it leaves after ten seconds, unless it
   is being read with the pointer or the keyboard, or leads somewhere. */
function letMessagesPass() {
  for (const toast of document.querySelectorAll("#toasts > .toast:not([data-passing], #offline)")) {
    if (toast.querySelector("a")) continue;
    toast.dataset.passing = "";
    const leaving = setInterval(() => {
      if (toast.matches(":hover, :focus-within")) return;
      clearInterval(leaving);
      toast.remove();
    }, 10000);
  }
}

function showOffline(sending) {
  if (byId("offline")) return;
  const toast = byId("offline_template")?.content.firstElementChild?.cloneNode(true);
  if (!toast) return;
  toast.id = "offline";
  const text = sending ? toast.dataset.sending : toast.dataset.loading;
  toast.querySelector("span").textContent = text;
  byId("toasts").append(toast);
  say(text);
}

/* --- small actions -------------------------------------------------------------------------- */

const actions = {
  theme() {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      /* not kept, but changed for this page */
    }
  },
  dismiss(button) {
    button.closest(".toast")?.remove();
    byId("isi")?.focus({ preventScroll: true });
  },
  print() {
    window.print();
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (button) actions[button.dataset.action]?.(button);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest?.("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const search = byId("cari");
  if (event.key === "/" && !typing && search && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
  }
});

/* Forms that htmx sends ask through hx-confirm; the plain ones ask here. */
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

/* --- seconds left --------------------------------------------------------------------------- */

/* The rest stands in the attribute itself, so that a morphed answer simply sets it anew. */
function countDown() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const before = Number(element.dataset.countdown);
    if (!(before > 0)) continue;
    const left = Math.max(0, before - 1);
    element.dataset.countdown = String(left);
    if (element instanceof HTMLProgressElement) {
      element.value = left;
      if (left === 0) element.dispatchEvent(new CustomEvent("countdown-done", { bubbles: true }));
    } else {
      element.textContent = String(left);
    }
  }
}

setInterval(countDown, 1000);

/* --- the menu ------------------------------------------------------------------------------- */

/* What somebody opens or shuts in the menu stays so on this device. */
function keptPlaces() {
  try {
    return JSON.parse(localStorage.getItem("places")) ?? {};
  } catch {
    return {};
  }
}

for (const places of document.querySelectorAll("details[data-places]")) {
  if (keptPlaces()[places.dataset.places] && !places.open) places.open = true;
}

document.addEventListener("click", (event) => {
  const places = event.target.closest("[data-places] > summary")?.parentElement;
  if (!places) return;
  try {
    localStorage.setItem("places", JSON.stringify({ ...keptPlaces(), [places.dataset.places]: !places.open }));
  } catch {
    /* not kept, but open for this page */
  }
});

/* --- first view ----------------------------------------------------------------------------- */

focusMarked('[role="alert"][data-focus], [role="alert"] [data-focus]');
announceMarked();
letMessagesPass();
