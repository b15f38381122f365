// The hearing sheet saves itself. What was typed goes to the server after a short pause; while that cannot be, it stays on this
// device and goes later. Each field knows the revision that it was begun from, so that of two who write at once nobody loses a word.

const PAUSE = 2500;
const AGAIN = 6000;
const STILL_OPEN = 25_000;
const GONE_AFTER = 300_000; // whoever has not touched the page for so long is not counted as there, and the session may end
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const form = document.getElementById("hearing-form");
if (form && !form.dataset.plain) start();

function start() {
  const name = `hearing:${form.dataset.hearing}:${form.dataset.user}`;
  const bar = document.getElementById("saving");
  const first = Number(form.elements.revision.value);
  let seen = first;
  let count = 0;
  let timer = 0;
  let running = null;
  let over = false; // the sheet may not be written any more
  let touched = Date.now();
  const bases = {};
  const dirty = new Map(); // field -> number of the change
  const held = new Map(); // fields that wait for a person: a mistake, or two texts
  const written = new Set(); // fields that this page has put into the device's storage: another tab's are not ours to take away

  // --- Fields -----------------------------------------------------------------------------------------------------
  const box = (key) => document.getElementById(`div_id_${key}`);
  const keyOf = (control) => control.closest("[id^='div_id_']")?.id.slice(7);
  const controls = (key) => [...(box(key)?.querySelectorAll("input, textarea, select") ?? [])];
  const read = (key) => controls(key).map((one) => (one.type === "checkbox" ? one.checked : one.value));
  const label = (key) => box(key)?.querySelector(".field-label")?.firstChild?.textContent.trim() ?? key;
  const baseOf = (key) => bases[key] ?? first;

  function write(key, value) {
    const own = controls(key);
    own.forEach((one, place) => {
      if (one.type === "checkbox") one.checked = Array.isArray(value) && value.includes(one.value);
      else one.value = (Array.isArray(value) ? value[place] : value) ?? "";
    });
    if (key.endsWith("_categories")) openQuestions();
  }

  function restore(key, values) {
    controls(key).forEach((one, place) => {
      if (one.type === "checkbox") one.checked = values[place] === true;
      else one.value = values[place] ?? "";
    });
  }

  // --- On this device -----------------------------------------------------------------------------------------------
  function stored() {
    try { return JSON.parse(localStorage.getItem(name) ?? "null")?.fields ?? {}; } catch { return {}; }
  }

  function keep() {
    const fields = stored();
    for (const key of written) if (!dirty.has(key)) delete fields[key];
    for (const key of dirty.keys()) {
      written.add(key);
      fields[key] = { base: baseOf(key), values: read(key), label: label(key), note: form.elements.note_seen.value };
    }
    try {
      if (Object.keys(fields).length) localStorage.setItem(name, JSON.stringify({ fields }));
      else localStorage.removeItem(name);
    } catch { /* a device without room: what is typed stays in the page */ }
  }

  function bringBack() {
    const kept = Object.entries(stored());
    kept.forEach(([key]) => written.add(key));
    const found = kept.filter(([key, one]) => box(key) && JSON.stringify(read(key)) !== JSON.stringify(one.values));
    for (const [key, one] of found) {
      restore(key, one.values);
      bases[key] = one.base;
      if (key === "note") form.elements.note_seen.value = one.note;
      dirty.set(key, ++count);
    }
    keep();
    if (!found.length) return;
    tell(`この端末に残っていた入力(${found.length}か所)を戻しました。`);
    say("busy", "この端末に残っていた入力を送っています");
    openQuestions();
    plan(0);
  }

  // --- What the page says ------------------------------------------------------------------------------------------
  function say(kind, text, link) {
    if (bar.dataset.kind === kind && bar.textContent === text) return;
    bar.dataset.kind = kind;
    bar.textContent = text;
    if (link) bar.append(" ", link);
  }
  function tell(text) {
    const place = document.getElementById("others");
    place.textContent = text;
    place.hidden = !text;
  }
  const away = () => say("away", "電波がありません。入力はこの端末に残しています");
  function anchor(text, href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    return link;
  }

  // --- Sending --------------------------------------------------------------------------------------------------------
  const waiting = () => [...dirty.keys()].filter((key) => !held.has(key));
  function plan(wait = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  function send() {
    running = (running ?? Promise.resolve()).then(once, once);
    return running;
  }

  async function once() {
    clearTimeout(timer);
    const keys = waiting();
    if (over) return false;
    if (!navigator.onLine) {
      if (keys.length) away();
      return false;
    }
    const numbers = new Map(keys.map((key) => [key, dirty.get(key)]));
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("only", keys.join(","));
    body.set("seen", seen);
    body.set("bases", JSON.stringify(Object.fromEntries(keys.map((key) => [key, baseOf(key)]))));
    body.set("note_seen", form.elements.note_seen.value);
    for (const key of keys) {
      for (const one of controls(key)) {
        if (one.type !== "checkbox" || one.checked) body.append(one.name, one.value.replace(CONTROL, ""));
      }
    }
    if (keys.length) say("busy", "保存しています");
    let answer;
    try {
      answer = await fetch(form.dataset.save, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
    } catch {
      if (keys.length) { away(); plan(AGAIN); }
      return false;
    }
    return taken(answer, keys, numbers);
  }

  async function taken(answer, keys, numbers) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      say("stuck", "ログインの時間が切れました。入力はこの端末に残しています。", anchor("ログインし直す", location.href));
      return false;
    }
    if (answer.status === 409) {
      over = true;
      const { refused } = await answer.json();
      say("stuck", `${refused}${dirty.size ? " 送れなかった入力は、この端末に残しています。" : ""}`, anchor("いまのシートを開く", form.dataset.check.replace(/check\/$/, "")));
      return false;
    }
    if (!answer.ok) {
      say("stuck", answer.status === 404 ? "このシートは開けなくなりました。入力はこの端末に残しています。" : "保存できませんでした。入力はこの端末に残しています。少し待って、もう一度送ります。");
      if (answer.status >= 500) plan(AGAIN * 3);
      return false;
    }
    const told = await answer.json().catch(() => null);
    if (!told) { // the connection broke off, or the page is being left: what was sent is sent again
      plan(AGAIN);
      return false;
    }
    const fought = new Map(told.conflicts.map((one) => [one.key, one]));
    for (const key of keys) {
      if (fought.has(key)) ask(fought.get(key), told);
      else if (told.errors[key]) hold(key, told.errors[key]);
      else {
        bases[key] = told.revision;
        clear(key);
        if (dirty.get(key) === numbers.get(key)) dirty.delete(key);
      }
    }
    for (const [key, one] of Object.entries(told.others)) {
      if (dirty.has(key)) continue;
      write(key, one.value);
      bases[key] = told.revision;
    }
    if (keys.includes("note") && !held.has("note")) form.elements.note_seen.value = told.note_seen;
    seen = told.revision;
    show(told, keys);
    keep();
    if (waiting().length) plan();
    return held.size === 0;
  }

  function show(told, keys) {
    for (const [part, [done, total]] of Object.entries(told.sections)) {
      const mark = document.querySelector(`[data-part="${part}"]`);
      mark.textContent = `${done}/${total}`;
      mark.classList.toggle("done", done === total);
    }
    document.getElementById("open-by").textContent = told.open_by.length ? `いま${told.open_by.join("と")}も開いています` : "";
    const others = Object.values(told.others);
    if (others.length) tell(`${others[0].by}が次のところを書きました: ${others.map((one) => one.label).join("、")}`);
    if (held.size) say("ask", `確かめてほしい欄が${held.size}か所あります。ほかは保存しました`);
    else if (keys.length) say("saved", `${told.saved_at}に保存しました`);
  }

  // --- Fields that wait for a person -------------------------------------------------------------------------------
  function clear(key) {
    held.delete(key);
    box(key)?.querySelectorAll(".conflict, .field-error.own").forEach((one) => one.remove());
  }

  function hold(key, texts) {
    clear(key);
    held.set(key, "mistake");
    const error = document.createElement("div");
    error.className = "field-error own";
    error.id = `own_${key}_error`;
    const words = document.createElement("p");
    words.textContent = texts.join(" ");
    error.append(words);
    box(key).append(error);
  }

  function ask(one, told) {
    clear(one.key);
    held.set(one.key, "conflict");
    const made = document.getElementById("conflict-box").content.firstElementChild.cloneNode(true);
    made.querySelector("[data-by]").textContent = told.by ? `${told.by}が保存しています。` : "";
    made.querySelector("[data-theirs]").textContent = one.theirs || "記入なし";
    made.querySelector("[data-base]").textContent = one.base || "記入なし";
    if (!one.is_text) made.querySelector("[data-choose=both]").remove();
    made.addEventListener("click", (event) => {
      const choice = event.target.dataset.choose;
      if (!choice) return;
      if (choice === "theirs") write(one.key, one.value);
      if (choice === "both") write(one.key, [one.value, controls(one.key)[0].value].filter(Boolean).join("\n"));
      bases[one.key] = told.revision;
      if (one.key === "note") form.elements.note_seen.value = told.note_seen;
      clear(one.key);
      dirty.set(one.key, ++count);
      keep();
      plan(0);
      controls(one.key)[0].focus();
    });
    box(one.key).append(made);
  }

  // --- What fits is open ------------------------------------------------------------------------------------------------
  function openQuestions() {
    const chosen = new Set([...form.querySelectorAll("[name$='_categories']:checked")].map((one) => one.value));
    form.querySelectorAll("details[data-category]").forEach((group) => {
      const answered = [...group.querySelectorAll("textarea")].some((one) => one.value);
      group.open = chosen.has(group.dataset.category) || answered;
    });
  }

  function reveal() {
    const place = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    for (let up = place?.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    place?.scrollIntoView();
  }

  // --- Events -----------------------------------------------------------------------------------------------------------
  function changed(event) {
    const key = keyOf(event.target);
    if (!key) return;
    touched = Date.now();
    dirty.set(key, ++count);
    if (held.get(key) === "mistake") clear(key);
    if (key.endsWith("_categories")) openQuestions();
    keep();
    if (!navigator.onLine) return away();
    if (!held.size) say("busy", "入力中です。まもなく保存します");
    plan();
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const to = event.submitter?.value;
    if (!navigator.onLine) away();
    const done = await send();
    if (held.size) document.querySelector(".conflict, .field-error.own")?.scrollIntoView({ block: "center" });
    else if (done && !dirty.size && to === "check") location.assign(form.dataset.check);
  });
  window.addEventListener("online", () => { if (waiting().length) plan(0); else say("saved", "電波が戻りました"); });
  window.addEventListener("offline", away);
  window.addEventListener("hashchange", reveal);
  document.addEventListener("visibilitychange", () => { if (document.hidden && waiting().length) send(); });
  setInterval(() => {
    if (!over && !document.hidden && navigator.onLine && Date.now() - touched < GONE_AFTER) send();
  }, STILL_OPEN);
  reveal();
  bringBack();
}

// --- On the page of a sheet that may not be written any more: what is left on this device ---------------------------------
const place = document.getElementById("left-here");
if (place) {
  const name = `hearing:${place.dataset.hearing}:${place.dataset.user}`;
  let kept;
  try { kept = JSON.parse(localStorage.getItem(name) ?? "null"); } catch { kept = null; }
  const fields = Object.values(kept?.fields ?? {});
  if (fields.length) {
    const list = place.querySelector("dl");
    for (const one of fields) {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const text = document.createElement("dd");
      term.textContent = one.label;
      text.textContent = one.values.filter((value) => typeof value === "string" && value).join(" ");
      text.className = "told";
      row.append(term, text);
      list.append(row);
    }
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => { localStorage.removeItem(name); place.hidden = true; });
  }
}
