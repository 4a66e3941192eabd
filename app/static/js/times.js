// Turns the server's UTC times into the reader's own, in the page's language, by Intl alone.
(() => {
  if (typeof Intl !== "object" || !Intl.DateTimeFormat || !Intl.RelativeTimeFormat) return;

  const language = document.documentElement.lang || undefined;
  const formats = {
    LT: { timeStyle: "short" },
    L: { day: "2-digit", month: "2-digit", year: "numeric" },
    LL: { dateStyle: "long" },
    LLL: { dateStyle: "long", timeStyle: "short" },
    LLLL: { dateStyle: "full", timeStyle: "short" },
  };
  const steps = [["second", 60], ["minute", 60], ["hour", 24], ["day", 30], ["month", 12], ["year", Infinity]];
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timeZone = document.documentElement.dataset.timezone || here;
  const formatter = (name) => new Intl.DateTimeFormat(language, { timeZone, ...formats[name] });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

  function fromNow(date) {
    let amount = (date - Date.now()) / 1000;
    // Clocks differ a little; an event of this minute is told as past, and never as zero seconds.
    if (amount > -1 && amount < 60) amount = -1;
    for (const [unit, size] of steps) {
      if (Math.abs(Math.round(amount)) < size) return relative.format(Math.round(amount), unit);
      amount /= size;
    }
  }

  function show(element) {
    const date = new Date(element.dateTime);
    const { function: kind, format } = element.dataset;
    if (Number.isNaN(date.getTime())) return;
    if (kind === "format" && formats[format]) element.textContent = formatter(format).format(date);
    if (kind !== "fromNow") return;
    element.textContent = fromNow(date);
    element.title = formatter("LLLL").format(date);
  }

  // From the next page on the server knows it too, and writes times that need no script.
  if (here && !document.cookie.split("; ").includes(`timezone=${here}`)) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `timezone=${here}; Path=/; Max-Age=34560000; SameSite=Lax${secure}`;
  }

  for (const element of document.querySelectorAll("time.flask-moment")) {
    show(element);
    const every = Number(element.dataset.refresh);
    if (every > 0) setInterval(show, every, element);
  }
})();
