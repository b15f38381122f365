// Says aloud where a long job stands: once at 0, once past 50 and once at 100 per cent, not at every poll.

const said = new Set();

function announce() {
  const place = document.getElementById("progress-said");
  const bar = document.querySelector("[role=progressbar]");
  if (!place || !bar) return;
  const share = (100 * Number(bar.getAttribute("aria-valuenow"))) / (Number(bar.getAttribute("aria-valuemax")) || 1);
  const step = share >= 100 ? 100 : share >= 50 ? 50 : 0;
  if (said.has(step)) return;
  said.add(step);
  place.textContent = `${bar.getAttribute("aria-label")} ${bar.getAttribute("aria-valuetext")}`;
}

document.addEventListener("htmx:afterSettle", announce);
announce();
