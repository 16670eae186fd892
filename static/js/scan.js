/* The scan page of a meeting. Its list and its queue live in the memory of this page alone: nothing is stored.
   It judges codes by itself while there is no network, and hands everything in once there is; the server decides. */

const box = document.getElementById("scanner");
const part = (name) => box.querySelector(`[data-scan="${name}"]`);

const TOKEN = /^PENATA1\.(\d{1,15})\.(\d{1,15})\.(\d{1,12})\.([0-9A-F]{20})$/;
const SHORT = /^\d{8}$/;
const GOOD_FOR = [0, -1, 1];
const RENEW_EVERY = 60_000;
const RETRY_EVERY = 5_000;
const AT_ONCE = 40;
const SHOWN_AT_MOST = 30;
const LOOK_EVERY = 120;
const WIDEST = 720;
const TRIED_AT_ONCE = 500;

const THERE = new Set(["present", "late", "excused"]);
const WORDS = { present: "Hadir.", late: "Terlambat.", excused: "Izin." };

let list = null;
let key = null;
let people = new Map();
let marked = new Map();
let ahead = 0; /* how far the server's clock is ahead of ours */
let fetchedAt = 0;
let reachable = true;
let trouble = "";
let sending = false;
const queue = [];
const arrived = new Map();
const handled = new Map();

const serverNow = () => Date.now() + ahead;

/* --- the list --------------------------------------------------------------------------------- */

async function renew() {
  try {
    const known = list ? `?isi=${list.isi}` : "";
    const answer = await fetch(box.dataset.list + known, { headers: { Accept: "application/json" }, cache: "no-store" });
    reachable = true;
    if (answer.status === 401) return say401();
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error(String(answer.status));
    await hold(await answer.json());
    trouble = "";
  } catch {
    reachable = false;
  }
  showState();
}

/* People come along only when they are others than those we have; who is marked comes each time. */
async function hold(told) {
  if (told.peserta) {
    people = new Map(told.peserta.map(([id, nama, unit]) => [id, { id, nama, unit: told.unit[unit] }]));
  }
  marked = new Map(Object.entries(told.tercatat).flatMap(([status, ids]) => ids.map((id) => [id, status])));
  if (told.kunci !== list?.kunci) key = await imported(told.kunci);
  list = { ...told, peserta: null, unit: null };
  ahead = list.dibuat - Date.now();
  fetchedAt = Date.now();
}

function say401() {
  trouble = "Sesi Anda berakhir. Masuk lagi di tab lain; halaman ini tetap terbuka dan pindaian tidak hilang.";
  showState();
}

function age() {
  const minutes = Math.floor((Date.now() - fetchedAt) / 60_000);
  return minutes < 1 ? "baru saja" : `${minutes} menit lalu`;
}

function showState() {
  const known = list ? `Daftar ${people.size.toLocaleString("id-ID")} peserta, diambil ${age()}.` : "Daftar peserta belum ada.";
  const cut = reachable && navigator.onLine ? "" : " Tanpa jaringan: kode tetap diperiksa di sini.";
  part("state").textContent = trouble || known + cut;
  part("state").dataset.cut = cut ? "ya" : "tidak";
  const waits = queue.length > 0 && (!navigator.onLine || !reachable || Boolean(trouble));
  part("waiting").hidden = !waits;
  if (waits) {
    part("waiting_text").textContent =
      `${queue.length} pindaian menunggu jaringan. Jangan tutup halaman ini; semuanya dikirim begitu tersambung.`;
  }
}

/* --- judging a code ---------------------------------------------------------------------------- */

const encoded = (value) => new TextEncoder().encode(value);

/* Without a secure address a browser has no seals to check. */
async function imported(text) {
  const way = { name: "HMAC", hash: "SHA-256" };
  return globalThis.crypto?.subtle ? crypto.subtle.importKey("raw", encoded(text), way, false, ["sign"]) : null;
}

const mac = async (text) => new Uint8Array(await crypto.subtle.sign("HMAC", key, encoded(text)));

const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

async function shortOf(id, step) {
  const bytes = (await mac(`short:${id}:${step}`)).slice(0, 8);
  const number = bytes.reduce((sum, one) => sum * 256n + BigInt(one), 0n);
  return String(number % 100_000_000n).padStart(8, "0");
}

const refused = (words, person) => ({ tone: "bad", name: person?.nama ?? "", words, person: null });
const unsure = (words) => ({ tone: "wait", name: "", words, person: null });

async function judge(text, at) {
  const step = Math.floor(at / 1000 / list.langkah);
  const token = text.match(TOKEN);
  if (token) return judgeToken(token, step, at);
  const found = await typedBy(text, step);
  if (found.length === 1) return welcome(found[0], at);
  return refused(found.length ? "Kode ketik ini cocok untuk dua orang. Pindai gambarnya." : "Kode ketik ini tidak cocok.");
}

/* Whose digits these are: everybody's are tried, some hundred at once. */
async function typedBy(text, step) {
  const all = [...people.values()];
  const found = [];
  if (all.length > TRIED_AT_ONCE) show({ tone: "wait", name: "Sebentar", words: "Kode sedang dicocokkan dengan daftar." });
  for (let first = 0; first < all.length; first += TRIED_AT_ONCE) {
    const some = all.slice(first, first + TRIED_AT_ONCE);
    const codes = await Promise.all(some.flatMap((one) => GOOD_FOR.map((near) => shortOf(one.id, step + near))));
    found.push(...some.filter((_one, at) => codes.slice(at * GOOD_FOR.length, (at + 1) * GOOD_FOR.length).includes(text)));
  }
  return found;
}

async function judgeToken([, meeting, number, made, seal], step, at) {
  if (Number(meeting) !== list.pertemuan) return refused("Kode ini untuk pertemuan lain.");
  const person = people.get(Number(number));
  if (!person) return unsure("Tidak ada di daftar ini. Diperiksa lagi begitu tersambung.");
  const expected = hex(await mac(`token:${person.id}:${made}`)).slice(0, 20).toUpperCase();
  if (seal !== expected) return refused("Kode ini tidak asli.");
  if (!GOOD_FOR.includes(Number(made) - step)) return refused("Kode ini sudah lewat waktu. Minta buka lagi Kode saya.", person);
  return welcome(person, at);
}

function welcome(person, at) {
  const known = arrived.get(person.id) ?? marked.get(person.id);
  if (THERE.has(known)) return { tone: "good", name: person.nama, words: `Sudah tercatat: ${WORDS[known]}`, person, again: true };
  if (at < list.buka) return refused("Absen belum dibuka.", person);
  if (at >= list.selesai) return refused("Pertemuan sudah selesai.", person);
  const status = at > list.mulai + list.terlambat ? "late" : "present";
  arrived.set(person.id, status);
  return { tone: "good", name: person.nama, words: `${WORDS[status]} ${person.unit}`, person };
}

/* --- one scan ---------------------------------------------------------------------------------- */

function newKey() {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

async function take(raw) {
  const text = raw.replace(/\s+/g, "").toUpperCase();
  if (!TOKEN.test(text) && !SHORT.test(text)) {
    show({ tone: "bad", name: "", words: "Ini bukan kode peserta Penata. Minta peserta membuka halaman Kode saya." });
    return;
  }
  if (handled.has(text)) {
    show(handled.get(text));
    return;
  }
  const at = serverNow();
  const canJudge = list && key;
  const verdict = canJudge ? await judge(text, at) : unsure("Diperiksa begitu tersambung.");
  handled.set(text, verdict);
  show(verdict);
  if (verdict.again) return;
  const line = note(verdict, at);
  queue.push({ key: newKey(), text, at: Math.round(at), line, verdict });
  navigator.vibrate?.(verdict.tone === "good" ? 60 : [60, 60, 60]);
  showState();
  flush();
}

function show(verdict) {
  const answer = part("answer");
  answer.dataset.tone = verdict.tone;
  const name = document.createElement("b");
  name.textContent = verdict.name || (verdict.tone === "bad" ? "Ditolak" : "Diterima");
  const words = document.createElement("span");
  words.textContent = verdict.words;
  answer.replaceChildren(name, words);
}

function note(verdict, at) {
  part("empty").hidden = true;
  const line = document.createElement("li");
  const name = document.createElement("b");
  const words = document.createElement("small");
  line.append(name, words);
  line.dataset.at = new Date(at - ahead).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  write(line, verdict.name, verdict.words, "menunggu dikirim");
  part("log").prepend(line);
  while (part("log").children.length > SHOWN_AT_MOST) part("log").lastElementChild.remove();
  return line;
}

function write(line, name, words, state) {
  line.querySelector("b").textContent = name || "Tidak dikenali";
  line.querySelector("small").textContent = `${line.dataset.at}, ${words} (${state})`;
}

/* --- handing in -------------------------------------------------------------------------------- */

async function flush() {
  if (sending || !queue.length || !navigator.onLine) return;
  sending = true;
  const some = queue.slice(0, AT_ONCE);
  try {
    const answer = await fetch(box.dataset.send, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": list?.token ?? pageToken() },
      body: bodyOf(some),
    });
    reachable = true;
    await settle(answer, some);
  } catch {
    reachable = false;
  }
  sending = false;
  showState();
}

const pageToken = () => document.querySelector('meta[name="csrf-token"]').content;

function bodyOf(some) {
  const body = new FormData();
  if (list) body.append("stempel", list.stempel);
  for (const one of some) {
    body.append("kunci", one.key);
    body.append("kode", one.text);
    body.append("waktu", String(one.at));
  }
  return body;
}

async function settle(answer, some) {
  if (answer.status === 401) return say401();
  if (answer.status === 400) return renew(); /* signed in anew: the next try carries a fresh token */
  if (!answer.headers.get("Content-Type")?.includes("json")) {
    trouble = "Pindaian belum diterima. Coba perbarui daftar; tidak ada yang hilang selama halaman ini terbuka.";
    return undefined;
  }
  const { hasil } = await answer.json();
  trouble = "";
  queue.splice(0, some.length);
  hasil.forEach((result, index) => conclude(some[index], result));
  return undefined;
}

/* The server has the last word; where it differs from ours, say so aloud. */
function conclude(one, result) {
  write(one.line, result.nama || one.verdict.name, result.kata, result.diterima ? "terkirim" : "ditolak, tersimpan");
  const wasGood = one.verdict.tone === "good";
  const verdict = { tone: result.diterima ? "good" : "bad", name: result.nama || one.verdict.name, words: result.kata };
  handled.set(one.text, verdict);
  if (wasGood !== result.diterima) {
    if (one.verdict.person) arrived.delete(one.verdict.person.id);
    show(verdict);
  }
}

/* --- the camera -------------------------------------------------------------------------------- */

let stream = null;
let lookedAt = 0;
const canvas = document.createElement("canvas");

function decoder() {
  if (globalThis.jsQR) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = box.dataset.decoder;
    script.onload = resolve;
    script.onerror = () => reject(new Error("decoder"));
    document.head.append(script);
  });
}

async function startCamera(button) {
  try {
    const [opened] = await Promise.all([
      navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false }),
      decoder(),
    ]);
    stream = opened;
  } catch {
    show({ tone: "bad", name: "Kamera tidak bisa dipakai", words: "Izinkan kamera untuk situs ini, atau ketik kode peserta." });
    return;
  }
  part("video").srcObject = stream;
  await part("video").play();
  part("frame").hidden = false;
  label(button, "Matikan kamera");
  requestAnimationFrame(look);
}

function label(button, words) {
  button.querySelector(".btn__label > span").textContent = words;
}

function stopCamera(button) {
  for (const track of stream.getTracks()) track.stop();
  stream = null;
  part("video").srcObject = null;
  part("frame").hidden = true;
  label(button, "Nyalakan kamera");
}

function look(time) {
  if (!stream) return;
  requestAnimationFrame(look);
  const video = part("video");
  if (time - lookedAt < LOOK_EVERY || !video.videoWidth) return;
  lookedAt = time;
  const scale = Math.min(1, WIDEST / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
  const found = globalThis.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" });
  if (found?.data) see(found.data);
}

let lastSeen = "";
let lastSeenAt = 0;

/* A code stays before the lens for many pictures: it is one scan. */
function see(text) {
  const isSame = text === lastSeen && Date.now() - lastSeenAt < 3_000;
  lastSeen = text;
  lastSeenAt = Date.now();
  if (!isSame) take(text);
}

/* --- what happens on the page ------------------------------------------------------------------ */

if (box) {
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    if (button?.dataset.action === "camera") (stream ? stopCamera : startCamera)(button);
    if (button?.dataset.action === "renew") renew().then(flush);
  });
  document.getElementById("typed_code").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = event.target.elements.kode;
    if (field.value.trim()) take(field.value);
    field.value = "";
    field.focus();
  });
  window.addEventListener("online", () => renew().then(flush));
  window.addEventListener("offline", showState);
  window.addEventListener("beforeunload", (event) => {
    if (queue.length) event.preventDefault();
  });
  setInterval(() => renew().then(flush), RENEW_EVERY);
  setInterval(() => {
    showState();
    flush();
  }, RETRY_EVERY);
  renew();
}
