// What every page needs besides htmx: the focus goes to the list of mistakes, and a lost connection is said in words.

function showMistakes(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  if (!document.title.startsWith("エラー:")) document.title = `エラー:${document.title}`;
}

// A link to a field puts the cursor into it, not only the page near it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const heading = field.closest(".field") ?? field;
  heading.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});

// The menu's last entry closes again by Escape or by a click elsewhere.
const more = document.querySelector(".frame-more details");
if (more) {
  document.addEventListener("click", (event) => { if (!more.contains(event.target)) more.open = false; });
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });
}

function say(text) {
  const place = document.getElementById("connection");
  if (place && place.textContent !== text) place.textContent = text;
}

document.addEventListener("htmx:sendError", () => say("通信できませんでした。つながりを確かめて、もう一度お試しください。"));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  say(status === 403 || status === 401
    ? "この操作はできません。画面を読み直して、入り直してください。"
    : "処理できませんでした。画面を読み直して、もう一度お試しください。");
});
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.successful) say("");
});
document.addEventListener("htmx:afterSettle", (event) => showMistakes(event.detail.elt));

showMistakes(document);
