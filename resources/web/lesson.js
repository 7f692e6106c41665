"use strict";
// Runs in the application's own world of the lesson page, never in the page's: there JavaScript is off.
// One document stays; `show` puts another lesson into it, so that a lesson is on the screen in one or two frames.
var greentick = (() => {
  let serial = 0;
  let observer = null;

  const say = (what) => console.info(`greentick:${serial}:${what}`);

  // After the next frame; a hidden page draws none until it is seen. (With JavaScript off for the page, timers never fire.)
  function afterFrame(deed) {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = deed;
      channel.port2.postMessage(0);
    });
  }

  function place(anchor) {
    const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    const exact = document.getElementById(anchor);
    const near = () => [...document.querySelectorAll("[id]")].find((one) => plain(one.id) === plain(anchor));
    return exact || (plain(anchor) ? near() : null);
  }

  function jump(anchor) {
    const target = place(anchor);
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.scrollIntoView({ block: "start" });
  }

  // The end counts as seen when the last line is on the screen and nothing above it can still grow.
  function watchEnd(article, mine) {
    const pictures = [...article.querySelectorAll("img")].filter((one) => !one.complete);
    const settled = pictures.map((one) => new Promise((done) => { one.onload = one.onerror = done; }));
    Promise.all(settled).then(() => afterFrame(() => {
      if (mine !== serial) return;
      const end = document.createElement("div");
      end.style.height = "1px";
      article.append(end);
      observer?.disconnect();
      observer = new IntersectionObserver((seen) => { if (mine === serial && seen.some((one) => one.isIntersecting)) say("end"); });
      observer.observe(end);
    }));
  }

  // Called when the first frame is on the screen, with the blocks that were kept back for it.
  function finish(mine, rest) {
    if (mine !== serial) return;
    const article = document.querySelector("article");
    if (rest) {
      const parser = document.createElement("template");
      parser.innerHTML = rest;
      article.append(document.importNode(parser.content, true));
    }
    watchEnd(article, mine);
  }

  function show(number, html, anchor, keep) {
    serial = number;
    greentickViewer.shut();
    observer?.disconnect();
    const place = keep ? scrollY / Math.max(1, document.documentElement.scrollHeight) : 0;
    const next = new DOMParser().parseFromString(html, "text/html");
    for (const name of ["lang", "dir", "class", "style"]) {
      const value = next.documentElement.getAttribute(name);
      if (value === null) document.documentElement.removeAttribute(name);
      else document.documentElement.setAttribute(name, value);
    }
    const style = document.querySelector("style");
    const other = next.querySelector("style").textContent;
    if (style.textContent !== other) style.textContent = other;
    document.title = next.title;
    const open = keep ? [...document.querySelectorAll("details")].map((one) => one.open) : [];
    const article = document.adoptNode(next.querySelector("article"));
    [...article.querySelectorAll("details")].forEach((one, index) => { if (open[index]) one.open = true; });
    document.body.replaceChildren(article);
    scrollTo(0, place * document.documentElement.scrollHeight);
    if (anchor) jump(anchor);
    afterFrame(() => { if (number === serial) say("drawn"); });
    return number;
  }

  function adopt(number, anchor) {
    serial = number;
    if (anchor) jump(anchor);
    afterFrame(() => { if (number === serial) say("drawn"); });
    return number;
  }

  function scroll(pages, lines) {
    const line = parseFloat(getComputedStyle(document.body).lineHeight) || 24;
    scrollBy({ top: pages * 0.9 * innerHeight + lines * 1.5 * line, behavior: "instant" });
  }

  // The heading under which the middle of the screen stands: its anchor and its words.
  function here() {
    const titled = [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)[id]")];
    const over = titled.filter((one) => one.getBoundingClientRect().top <= innerHeight * 0.4 && one.checkVisibility()).pop();
    return scrollY < 8 && !(over && over.getBoundingClientRect().top < 0) ? ["", ""] : over ? [over.id, over.textContent.trim()] : ["", ""];
  }

  // Goes to a heading ("" the beginning) and on to the first of some words below it, which are selected.
  function reveal(anchor, words) {
    const from = anchor ? place(anchor) : document.querySelector("article");
    if (anchor) jump(anchor); else scrollTo(0, 0);
    if (!from || !words) return;
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (anchor && !(from.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) && !from.contains(node)) continue;
      const at = node.data.indexOf(words);
      if (at < 0 || !node.parentElement) continue;
      for (let box = node.parentElement.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      const place = range.getBoundingClientRect();
      if (place.top < 0 || place.bottom > innerHeight * 0.8) scrollBy({ top: place.top - innerHeight / 3, behavior: "instant" });
      return;
    }
  }

  return { show, adopt, finish, jump, here, reveal, scroll };
})();
