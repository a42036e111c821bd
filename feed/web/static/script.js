// What the pages gain from JavaScript: the reader's time zone without asking, relative times that stay true, word of
// new events, a button that copies, single keys. Without it the pages are complete.
"use strict";

// What is said, in the language of the page. What is counted has the forms of that language.
const say = (() => {
  const texts = JSON.parse(document.body.dataset.texts);
  const forms = new Intl.PluralRules(document.documentElement.lang);
  return (key, values = {}) => {
    const text = texts[key][forms.select(values.n ?? 0)] ?? texts[key].other;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
})();

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
    if (minutes < 1) return say("time.just-now");
    const hours = Math.floor(minutes / 60);
    let span = say("time.minutes", { n: minutes });
    if (hours >= 48) span = say("time.days", { n: Math.floor(hours / 24) });
    else if (hours >= 1) span = say("time.hours", { n: hours });
    return say("time.ago", { span });
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
  const show = (words) => {
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
      show((await answer.json()).text);
      failures = 0;
    } catch {
      failures += 1;
      if (failures === 3) show(say("script.unanswered"));
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
  button.textContent = say("script.copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(place.dataset.copy).textContent);
    button.textContent = say("script.copied");
  });
  place.append(button);
}

// Single keys. They can be changed and switched off on the page of keys; what was changed stays in this browser.
(() => {
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem("keys")) || {};
    } catch {
      return {};
    }
  };
  const given = Object.fromEntries(document.body.dataset.bindings.split(",").map((b) => {
    const at = b.indexOf("=");
    return [b.slice(0, at), b.slice(at + 1)];
  }));
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  const here = () => document.activeElement?.closest("[data-row]");
  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    const top = all.findIndex((row) => row.getBoundingClientRect().bottom > 0);
    const at = here() ? all.indexOf(here()) + by : Math.max(top, 0);
    const row = all[Math.min(Math.max(at, 0), all.length - 1)];
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const place = here() || document.querySelector("main");
    const target = place.querySelector(`[data-key~="${key}"]`);
    if (!target) return;
    if (target.matches("button, a")) target.click();
    else {
      target.closest("details")?.setAttribute("open", "");
      target.focus();
    }
  };
  const act = (action) => {
    if (action.startsWith("go ")) location.assign(action.slice(3));
    else if (action === "next") move(1);
    else if (action === "previous") move(-1);
    else if (action === "open") here()?.querySelector(".title a, .on a, h4 a, a")?.click();
    else if (action === "search") document.getElementById("q").focus();
    else if (action === "keys") location.assign("/keys");
    else press(action);
  };
  let before = "";
  let since = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || kept().off) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (event.key.length !== 1) return;
    const bound = { ...given, ...kept().bound };
    const pressed = event.timeStamp - since < 1500 ? `${before} ${event.key}`.trim() : event.key;
    const find = (keys) => Object.keys(bound).find((action) => bound[action] === keys);
    const action = find(pressed) || find(event.key);
    before = action ? "" : event.key;
    since = event.timeStamp;
    if (!action) return;
    event.preventDefault();
    act(action);
  });

  const form = document.querySelector("[data-keys]");
  if (!form) return;
  const show = () => {
    form.on.checked = !kept().off;
    for (const [action, key] of Object.entries({ ...given, ...kept().bound })) form.elements[action].value = key;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const bound = Object.fromEntries(Object.keys(given).map((a) => [a, form.elements[a].value.trim()]));
    const keys = Object.values(bound).filter(Boolean);
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    if (!twice) localStorage.setItem("keys", JSON.stringify({ off: !form.on.checked, bound }));
    form.querySelector("[role=status]").textContent = twice ? say("script.twice", { key: twice }) : say("script.kept");
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    localStorage.removeItem("keys");
    show();
  });
  show();
})();

// A button where a page is made to be printed.
for (const place of document.querySelectorAll("[data-print]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say("script.print");
  button.addEventListener("click", () => window.print());
  place.append(button);
}
