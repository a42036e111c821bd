// What the pages gain from JavaScript: the reader's time zone without asking, relative times that stay true, word of
// new events, a button that copies. Without it the pages are complete.
"use strict";

// The reader's time zone, where nobody chose one. The page is made again, once, if it was made for another.
(() => {
  if (/(^|; )zone=/.test(document.cookie)) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `zone=${zone}; path=/; max-age=86400; samesite=lax${secure}`;
  const kept = document.cookie.includes("zone=");
  if (kept && zone !== document.body.dataset.zone && performance.now() < 5000) location.reload();
})();

// Relative times, in the words of the pages.
(() => {
  const ago = (then) => {
    const minutes = Math.floor((Date.now() - then) / 60000);
    if (minutes < 1) return "just now";
    if (minutes < 60) return `${minutes} min ago`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
  };
  const refresh = () => {
    for (const time of document.querySelectorAll("time.ago")) {
      const words = ago(Date.parse(time.dateTime));
      if (time.textContent !== words) time.textContent = words;
    }
  };
  setInterval(refresh, 30000);
  document.addEventListener("visibilitychange", refresh);
})();

// News: said, never put between what somebody is reading.
(() => {
  const place = document.querySelector("[data-news]");
  if (!place) return;
  const every = 1000 * Number(place.dataset.refresh);
  let last = Date.now();
  let failures = 0;
  const say = (words) => {
    if (place.textContent === words) return;
    const link = document.createElement("a");
    link.className = "button";
    link.href = place.dataset.here;
    link.textContent = words;
    place.replaceChildren(...(words ? [link] : []));
  };
  const ask = async () => {
    if (document.visibilityState !== "visible" || Date.now() - last < every - 500) return;
    last = Date.now();
    try {
      const answer = await fetch(place.dataset.news, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      say((await answer.json()).text);
      failures = 0;
    } catch {
      failures += 1;
      if (failures === 3) say("Dateline does not answer; try again");
    }
  };
  setInterval(ask, every);
  document.addEventListener("visibilitychange", ask);
})();

// A button where there is something to copy.
for (const place of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(place.dataset.copy).textContent);
    button.textContent = "Copied";
  });
  place.append(button);
}
