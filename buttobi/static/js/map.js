// Walks through the map of a conversation: one house lights up with its threads, under the pointer, a finger or the keys.

const BEND = 6;
const NEAR = 26;
const EDGE = 32;
const SVG = "http://www.w3.org/2000/svg";

class Drawing {
  constructor(svg) {
    this.svg = svg;
    this.links = [...svg.querySelectorAll(".houses a")];
    this.numbers = new Map(this.links.map((link, number) => [link, number]));
    this.threads = [...svg.querySelectorAll("[data-a]")].map((path) => {
      const [sources, target] = path.dataset.a.split(" ");
      return { path, to: Number(target), from: sources.split(",").map(Number) };
    });
    this.overlay = document.createElementNS(SVG, "g");
    this.overlay.setAttribute("class", "threads alight");
    svg.querySelector(".houses").before(this.overlay);
    svg.setAttribute("role", svg.dataset.role);
  }

  // Who answers whom, as it is drawn.
  get pairs() {
    return this.threads.flatMap(({ to, from }) => from.map((source) => [source, to]));
  }

  at(number) {
    const house = this.links[number].querySelector("use");
    return house && { x: Number(house.getAttribute("x")), y: Number(house.getAttribute("y")) };
  }

  nearest(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    let found = null;
    let least = NEAR;
    this.links.forEach((link, number) => {
      const { x, y } = this.at(number) ?? { x: Infinity, y: 0 };
      const away = Math.hypot(point.x - x, point.y - y - 12);
      if (away < least) [found, least] = [number, away];
    });
    return found;
  }

  light(number, near) {
    this.links.forEach((link, other) => {
      link.classList.toggle("lit", other === number);
      link.classList.toggle("near", near.has(other));
    });
    this.overlay.replaceChildren();
    this.svg.classList.toggle("exploring", number !== null);
    for (const { path, to, from } of this.threads) {
      const isSource = from.includes(number);
      path.classList.toggle("lit", to === number || (isSource && from.length === 1));
      if (isSource && path.classList.contains("wire")) this.overlay.append(this.way(path, this.at(number)));
    }
  }

  // A wire is shared: what one house has of it is its own rise to the lane, and the way from there.
  way(path, { x, y }) {
    const [, lane, on, to] = /^M\S+ ([\d.-]+)(H([\d.-]+)[^M]*)/.exec(path.getAttribute("d"));
    const bend = Number(to) < x ? -BEND : BEND;
    const own = document.createElementNS(SVG, "path");
    own.setAttribute("d", `M${x} ${y}V${Number(lane) + BEND}q0-${BEND} ${bend}-${BEND}${on}`);
    return own;
  }
}

class Walk {
  constructor(figure) {
    this.figure = figure;
    this.drawings = [...figure.querySelectorAll("svg.town")].map((svg) => new Drawing(svg));
    this.caption = figure.querySelector("[data-map-caption]");
    this.answers = new Map();
    this.answered = new Map();
    for (const [source, target] of this.drawings[0].pairs) {
      this.answers.set(source, [...(this.answers.get(source) ?? []), target].sort((a, b) => a - b));
      this.answered.set(target, [...(this.answered.get(target) ?? []), source].sort((a, b) => a - b));
    }
    this.now = null;
    this.stop = Math.max(0, this.drawings[0].links.findIndex((link) => link.classList.contains("here")));
    this.count = this.drawings[0].links.length;
    this.finger = false;
    figure.setAttribute("data-alive", "");
    for (const drawing of this.drawings) this.settle(drawing);
  }

  settle(drawing) {
    drawing.links.forEach((link, number) => {
      const page = document.getElementById(`t${number}`);
      if (page?.href) link.setAttribute("href", page.href);
      link.setAttribute("tabindex", number === this.stop ? "0" : "-1");
    });
    const number = (event) => drawing.numbers.get(event.target.closest?.(".houses a"));
    drawing.svg.addEventListener("pointerdown", (event) => (this.finger = event.pointerType !== "mouse"));
    drawing.svg.addEventListener("pointerover", (event) => {
      const over = number(event);
      if (event.pointerType === "mouse" && over !== undefined) this.light(over);
    });
    drawing.svg.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") this.light(drawing.numbers.get(document.activeElement) ?? null);
    });
    drawing.svg.addEventListener("click", (event) => this.press(event, drawing, number(event)));
    drawing.svg.addEventListener("focusin", (event) => this.arrive(number(event)));
    drawing.svg.addEventListener("focusout", (event) => {
      if (!this.figure.contains(event.relatedTarget)) this.light(null);
    });
    drawing.svg.addEventListener("keydown", (event) => this.walk(event, drawing, number(event)));
  }

  // The first touch shows who lives there; the second one, or the title in the caption, opens the entry.
  press(event, drawing, house) {
    if (!this.finger || event.detail === 0) return;
    const touched = house ?? drawing.nearest(event);
    if (touched === null || touched !== this.now) event.preventDefault();
    if (touched !== null) this.light(touched);
  }

  arrive(number) {
    if (number === undefined) return;
    for (const { links } of this.drawings) {
      links[this.stop].setAttribute("tabindex", "-1");
      links[number].setAttribute("tabindex", "0");
    }
    this.stop = number;
    if (this.finger) return;
    this.light(number);
    this.reveal(document.activeElement);
  }

  // Neither the window's edge nor the caption hides the house that one has come to.
  reveal(house) {
    const { top, bottom } = house.getBoundingClientRect();
    const end = Math.min(innerHeight, this.caption.getBoundingClientRect().top) - EDGE;
    if (top < EDGE) scrollBy(0, top - EDGE * 3);
    else if (bottom > end) scrollBy(0, bottom - end + EDGE * 2);
  }

  walk(event, drawing, number) {
    if (number === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const ways = {
      ArrowLeft: Math.max(0, number - 1),
      ArrowRight: Math.min(this.count - 1, number + 1),
      ArrowUp: this.answers.get(number)?.[0],
      ArrowDown: this.answered.get(number)?.[0],
      Home: 0,
      End: this.count - 1,
    };
    if (event.key === "Escape") this.leave();
    else if (!(event.key in ways)) return;
    else if (ways[event.key] !== undefined) {
      this.finger = false;
      drawing.links[ways[event.key]].focus({ preventScroll: true });
    }
    event.preventDefault();
  }

  leave() {
    this.light(null);
    document.getElementById("map-list").focus();
  }

  light(number) {
    if (number === this.now) return;
    this.now = number;
    const near = new Set(number === null ? [] : [...(this.answers.get(number) ?? []), ...(this.answered.get(number) ?? [])]);
    for (const drawing of this.drawings) drawing.light(number, near);
    this.tell(number);
  }

  tell(number) {
    const line = document.getElementById(`t${number}`)?.closest("li");
    const words = [...(line?.childNodes ?? [])].map((node) => node.cloneNode(true));
    for (const word of words) word.removeAttribute?.("id");
    this.caption.replaceChildren(...words);
  }
}

for (const figure of document.querySelectorAll("[data-map]")) new Walk(figure);
