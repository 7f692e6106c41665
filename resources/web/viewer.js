"use strict";
// A picture of the lesson over the lesson: as large as fits, nearer and farther, moved about. In the application's own world, like lesson.js.
var greentickViewer = (() => {
  const STEP = 1.25, FARTHEST = 0.05, NEAREST = 12, MOVE = 60;
  const FONTS = "Inter, 'IBM Plex Sans Arabic', sans-serif";
  let close = null;

  const styled = (element, style) => Object.assign(element.style, style) && element;

  // For the keyboard only, as everywhere.
  function ring(element, offset, colours) {
    element.addEventListener("focus", () => {
      styled(element, { outline: element.matches(":focus-visible") ? `3px solid ${colours.accent}` : "none", outlineOffset: offset });
    });
    element.addEventListener("blur", () => { element.style.outline = "none"; });
  }

  function button(words, sign, deed, colours) {
    const made = document.createElement("button");
    made.type = "button";
    made.setAttribute("aria-label", words);
    made.title = words;
    made.textContent = sign;
    styled(made, { font: `600 1.05rem/1 ${FONTS}`, width: "2.4rem", height: "2.4rem", borderRadius: "10px", border: `2px solid ${colours.edge}`,
                   background: colours.ground, color: colours.ink, cursor: "pointer", flex: "none" });
    made.addEventListener("click", (event) => { event.stopPropagation(); deed(); });
    ring(made, "1px", colours);
    return made;
  }

  // The words under a picture, and what it says to those who do not see it.
  function told(path) {
    const shown = [...document.querySelectorAll("article img")].find((one) => new URL(one.src, document.baseURI).pathname === path);
    const caption = shown?.closest("figure")?.querySelector("figcaption")?.textContent.trim() || "";
    return { alt: shown?.alt || "", caption };
  }

  function open(path, words, colours) {
    close?.();
    const before = document.activeElement;
    const { alt, caption } = told(path);
    const name = alt || caption || words.picture;
    const box = styled(document.createElement("div"), { position: "fixed", inset: "0", zIndex: "9", display: "flex", flexDirection: "column",
                                                        background: colours.canvas, color: colours.ink });
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    box.setAttribute("aria-label", `${words.viewer}: ${name}`);
    const stage = styled(document.createElement("div"), { position: "relative", flex: "1", overflow: "hidden", cursor: "grab", touchAction: "none" });
    stage.tabIndex = 0;
    stage.setAttribute("role", "img");
    stage.setAttribute("aria-label", name);
    ring(stage, "-3px", colours);
    const picture = styled(document.createElement("img"), { position: "absolute", left: "0", top: "0", maxWidth: "none", transformOrigin: "0 0",
                                                            background: colours.paper, userSelect: "none", display: "block", margin: "0", borderRadius: "0" });
    picture.alt = "";                                      // the stage says it
    picture.draggable = false;
    const view = { scale: 1, x: 0, y: 0, fits: true };

    const size = () => ({ width: picture.naturalWidth || 800, height: picture.naturalHeight || 600 });
    function draw() {
      picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
      share.textContent = `${Math.round(view.scale * 100)} %`;
      box.dataset.scale = view.scale.toFixed(3);
      box.dataset.place = `${Math.round(view.x)},${Math.round(view.y)}`;
    }
    function fit() {
      const { width, height } = size();
      const room = stage.getBoundingClientRect();
      Object.assign(picture.style, { width: `${width}px`, height: `${height}px` });
      view.scale = Math.min((room.width - 32) / width, (room.height - 32) / height, NEAREST);
      view.x = (room.width - width * view.scale) / 2;
      view.y = (room.height - height * view.scale) / 2;
      view.fits = true;
      draw();
    }
    function zoom(factor, x, y) {
      const room = stage.getBoundingClientRect();
      const [atX, atY] = [x ?? room.width / 2, y ?? room.height / 2];
      const scale = Math.min(NEAREST, Math.max(FARTHEST, view.scale * factor));
      view.x = atX - (atX - view.x) * scale / view.scale;
      view.y = atY - (atY - view.y) * scale / view.scale;
      view.scale = scale;
      view.fits = false;
      keep();
    }
    // Some of the picture stays in sight.
    function keep() {
      const { width, height } = size();
      const room = stage.getBoundingClientRect();
      view.x = Math.min(room.width - 48, Math.max(48 - width * view.scale, view.x));
      view.y = Math.min(room.height - 48, Math.max(48 - height * view.scale, view.y));
      draw();
    }
    function move(x, y) {
      view.x += x;
      view.y += y;
      view.fits = false;
      keep();
    }

    const share = styled(document.createElement("span"), { font: `500 .79rem ${FONTS}`, minWidth: "3rem", textAlign: "center", flex: "none" });
    share.setAttribute("aria-live", "polite");
    const under = styled(document.createElement("p"), { flex: "1", margin: "0", font: `400 .79rem/1.5 ${FONTS}`, maxHeight: "4.5em", overflow: "auto" });
    under.dir = "auto";
    under.textContent = caption || alt;
    const away = button(words.close, "✕", () => close(), colours);
    const parts = [button(words.smaller, "−", () => zoom(1 / STEP), colours), share, button(words.larger, "+", () => zoom(STEP), colours),
                   button(words.fit, "⤢", fit, colours), away];
    const bar = styled(document.createElement("div"), { display: "flex", gap: "8px", alignItems: "center", padding: "10px 20px",
                                                        borderTop: `1px solid ${colours.edge}`, background: colours.ground });
    bar.append(under, ...parts);
    stage.append(picture);
    box.append(stage, bar);

    let held = null;
    stage.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY, moved: false, on: event.target === picture };
      stage.setPointerCapture(event.pointerId);
      stage.style.cursor = "grabbing";
    });
    stage.addEventListener("pointermove", (event) => {
      if (!held) return;
      const [x, y] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.moved && Math.hypot(x, y) < 4) return;
      held = { ...held, x: event.clientX, y: event.clientY, moved: true };
      move(x, y);
    });
    stage.addEventListener("pointerup", () => {
      const empty = held && !held.moved && !held.on;
      held = null;
      stage.style.cursor = "grab";
      if (empty) close();                                  // beside the picture
    });
    stage.addEventListener("dblclick", (event) => {
      const room = stage.getBoundingClientRect();
      view.fits ? zoom(2, event.clientX - room.left, event.clientY - room.top) : fit();
    });
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      const room = stage.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - room.left, event.clientY - room.top);
    }, { passive: false });

    const stops = [stage, ...parts.filter((one) => one.tagName === "BUTTON")];
    const deeds = {
      "Escape": () => close(), "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), "0": fit,
      "ArrowLeft": () => move(MOVE, 0), "ArrowRight": () => move(-MOVE, 0), "ArrowUp": () => move(0, MOVE), "ArrowDown": () => move(0, -MOVE),
    };
    function key(event) {
      if (event.key === "Tab") {
        event.preventDefault();
        const at = stops.indexOf(document.activeElement);
        stops[(at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length].focus();
      } else if (deeds[event.key] && !event.altKey && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        deeds[event.key]();
      } else if (!["Enter", " "].includes(event.key) || document.activeElement === stage) {
        if (!event.altKey && !event.ctrlKey && !event.metaKey) event.preventDefault();
      }
      event.stopPropagation();
    }
    const refit = () => { if (view.fits) fit(); else keep(); };
    close = () => {
      close = null;
      box.remove();
      removeEventListener("keydown", key, true);
      removeEventListener("resize", refit);
      before?.focus?.({ preventScroll: true });
    };
    addEventListener("keydown", key, true);
    addEventListener("resize", refit);
    picture.addEventListener("load", fit);
    document.body.append(box);
    picture.src = path;
    fit();
    stage.focus({ preventScroll: true });
  }

  return { open, shut: () => close?.() };
})();
