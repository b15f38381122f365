// The board by keyboard and without reloads: arrows walk, Enter picks up and drops, Esc lets go, Ctrl+Z undoes.
// Every step is a link or a form that works without this file; here its answer only replaces the board in place.

const place = () => document.getElementById("board");
const scroller = () => place().querySelector(".board-scroll");
const STOP = "a.meet, button.slot, button.meet";
let busy = false;

async function follow(url, options, focus) {
  if (busy) return;
  busy = true;
  const from = document.activeElement;
  place().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { credentials: "same-origin", ...options });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("board");
    if (!fresh) {
      window.location.assign(answer.ok ? answer.url : window.location.href);
      return;
    }
    show(fresh, walkedOn(from) ?? focus);
    const here = answer.redirected || !options.method ? answer.url : place().dataset.board;
    window.history.replaceState(null, "", here);
    say("");
  } catch {
    say("通信できませんでした。つながりを確かめて、もう一度お試しください。");
  } finally {
    busy = false;
    place().removeAttribute("aria-busy");
  }
}

// Who has walked on with the arrows while the answer was under way stays where he or she is.
function walkedOn(from) {
  const now = document.activeElement;
  return now !== from && now.id && now.matches(STOP) ? now.id : null;
}

// The window onto the board stays where it was; the focus goes to the cell that was acted on.
function show(fresh, focus) {
  const seen = scroller();
  const [left, top] = seen ? [seen.scrollLeft, seen.scrollTop] : [0, 0];
  place().replaceWith(document.adoptNode(fresh));
  const now = scroller();
  if (now) now.scrollTo(left, top);
  const cell = (focus && document.getElementById(focus)) || place().querySelector(".picked");
  if (cell) cell.focus({ preventScroll: false });
  else if (now) now.focus({ preventScroll: true });
}

function say(text) {
  const line = document.getElementById("connection");
  if (line && line.textContent !== text) line.textContent = text;
}

function send(form, button) {
  const data = new FormData(form, button);
  follow(form.action, { method: "POST", body: data }, form.dataset.focus);
}

function isOurs(url) {
  return new URL(url, window.location.href).pathname === place().dataset.board;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#board a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || !isOurs(link.href)) return;
  event.preventDefault();
  follow(link.href, {}, link.dataset.focus ?? link.id);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const ours = form.closest("#board") && /\/(move|lock|remove|place|undo)\/$/.test(form.action);
  if (!ours || form.method !== "post") return;
  event.preventDefault();
  send(form, event.submitter);
});

// --- Keys --------------------------------------------------------------------------------------------------------------
function stopsOf(row) {
  return [...row.querySelectorAll(STOP)];
}

function column(stop) {
  return stop.closest("td").cellIndex;
}

function nearest(stops, wanted) {
  return stops.reduce((best, stop) => (!best || Math.abs(column(stop) - wanted) < Math.abs(column(best) - wanted) ? stop : best), null);
}

function neighbour(stop, key) {
  const row = stop.closest("tr");
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const stops = stopsOf(row);
    return stops[stops.indexOf(stop) + (key === "ArrowRight" ? 1 : -1)];
  }
  let next = row;
  while ((next = key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling)) {
    const found = nearest(stopsOf(next), column(stop));
    if (found) return found;
  }
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || !place()) return;
  const typing = event.target.closest("input, select, textarea");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
    const form = place().querySelector("[data-undo]");
    if (!form) return;
    event.preventDefault();
    send(form, null);
  } else if (event.key === "Escape") {
    const cancel = place().querySelector("[data-cancel]");
    if (!cancel) return;
    event.preventDefault();
    cancel.click();
  } else if (event.key.startsWith("Arrow") && !event.ctrlKey) {
    const stop = event.target.closest(`#board :is(${STOP})`) ?? (event.target.matches?.(".board-scroll") && place().querySelector(STOP));
    if (!stop) return;
    event.preventDefault();
    const next = event.target.matches(".board-scroll") ? stop : neighbour(stop, event.key);
    if (next) next.focus();
  }
});

// --- Dragging: an extra. Picking up marks the cells; dropping on a marked one is a press of its button --------------------
let dragged = null;

document.addEventListener("dragstart", (event) => {
  const link = event.target.closest?.("#board a.meet");
  if (!link || !isOurs(link.href)) return;
  dragged = link.id;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", link.textContent.trim());
  if (!link.classList.contains("picked")) markFor(link);
});

// The answer's row lends its marked cells to ours: the cell in the hand must stay where it is until it is dropped.
async function markFor(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const row = page.getElementById(link.id)?.closest("tr");
  if (dragged !== link.id || !row) return;
  const ours = link.closest("tr");
  [...row.cells].forEach((cell, n) => {
    if (cell.querySelector("button")) ours.cells[n].replaceChildren(...document.adoptNode(cell).childNodes);
  });
  const drop = page.getElementById("drop");
  document.getElementById("drop")?.remove();
  if (drop) place().append(document.adoptNode(drop));
}

document.addEventListener("dragover", (event) => {
  if (dragged && event.target.closest?.("#board td")?.querySelector("button[form=drop]")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const button = dragged && event.target.closest?.("#board td")?.querySelector("button[form=drop]");
  if (!button) return;
  event.preventDefault();
  dragged = null;
  button.click();
});

document.addEventListener("dragend", () => {
  if (dragged && !place().querySelector(".picked")) follow(window.location.href, {}, dragged);
  dragged = null;
});

const start = document.getElementById(window.location.hash.slice(1) || "board");
if (start?.matches(STOP)) start.focus();
