/* Sitting a test: keeps answers while one writes, tries again after a lost connection, and counts the time down.
   The page works without it: its buttons keep what stands in the form, and the clock is the server's. */

const PAUSE = 700;
const AGAIN = 4000;
const form = document.getElementById("sitting");
let waiting = null;
let changed = false;
let isSending = false;

function keep(after) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (isSending) { keep(PAUSE); return; }
    changed = false;
    form.dispatchEvent(new CustomEvent("keep"));
  }, after);
}

function tell(text) {
  const saved = document.getElementById("saved");
  if (saved) saved.textContent = text;
}

if (form) {
  tell("Jawaban tersimpan sendiri sambil Anda mengerjakan.");
  form.addEventListener("input", () => { changed = true; keep(PAUSE); });
  form.addEventListener("submit", () => { clearTimeout(waiting); changed = false; });

  const isOurs = (event) => event.detail?.ctx?.sourceElement === form;
  document.addEventListener("htmx:before:request", (event) => { if (isOurs(event)) isSending = true; });
  document.addEventListener("htmx:finally:request", (event) => { if (isOurs(event)) isSending = false; });
  document.addEventListener("htmx:error", (event) => {
    if (!isOurs(event)) return;
    changed = true;
    tell("Belum tersimpan: sambungan terputus. Jawaban tetap di halaman ini dan dicoba lagi.");
    keep(AGAIN);
  });
  addEventListener("online", () => { if (changed) keep(0); });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

const clock = document.getElementById("clock");
if (clock) {
  const end = performance.now() + Number(clock.dataset.seconds) * 1000;
  const left = clock.querySelector("[data-left]");
  const show = () => {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, "0")} lagi`;
    clock.classList.toggle("sitting__clock--short", seconds < 60);
    if (seconds === 0) {
      clearInterval(ticking);
      left.textContent = "waktu habis";
      if (changed) keep(0);
    }
  };
  const ticking = setInterval(show, 1000);
  show();
}
