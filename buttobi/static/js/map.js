// Walks through the map of a conversation: one house lights up with its threads, under the pointer, a finger or the keys.

const BEND = 6;
const NEAR = 26;
const EDGE = 32;
const PHONE = "(max-width: 47.9rem)";
const SVG = "http://www.w3.org/2000/svg";

class Drawing {
  constructor(svg) {
    this.svg = svg;
    this.links = [...svg.querySelectorAll(".houses a")];
    this.numbers = new Map(this.links.map((link, number) => [link, number]));
    // Each rise of a wire begins at the roof of the house whose it is.
    const roofs = new Map(this.links.map((link, number) => [this.roof(number), number]));
    this.wires = [...svg.querySelectorAll(".wire")].map((path) => {
      const begins = path.getAttribute("d").split("M").slice(2).map((rise) => rise.split("V")[0]);
      return { path, to: Number(path.dataset.to), from: begins.map((roof) => roofs.get(roof)) };
    });
    // All other threads are one path; each has its own beginning in it.
    const each = svg.querySelector(".each");
    const ways = each?.getAttribute("d").split("M").slice(1) ?? [];
    const whose = each?.dataset.a.split(",") ?? [];
    this.curves = ways.map((way, number) => ({ way, ends: whose[number].split(" ").map(Number) }));
    this.overlay = document.createElementNS(SVG, "g");
    this.overlay.setAttribute("class", "threads alight");
    svg.querySelector(".houses").before(this.overlay);
    svg.setAttribute("role", svg.dataset.role);
  }

  // Who answers whom, as it is drawn.
  get pairs() {
    const wires = this.wires.flatMap(({ to, from }) => from.map((source) => [source, to]));
    return [...wires, ...this.curves.map(({ ends }) => ends)];
  }

  at(number) {
    const house = this.links[number].querySelector("use");
    return house && { x: Number(house.getAttribute("x")), y: Number(house.getAttribute("y")) };
  }

  roof(number) {
    const { x, y } = this.at(number) ?? {};
    return `${x} ${y}`;
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
    for (const { path, to, from } of this.wires) {
      path.classList.toggle("lit", to === number);
      if (from.includes(number)) this.add(this.way(path, this.at(number)));
    }
    for (const { way, ends } of this.curves) if (ends.includes(number)) this.add(`M${way}`);
  }

  add(way) {
    const own = document.createElementNS(SVG, "path");
    own.setAttribute("d", way);
    this.overlay.append(own);
  }

  // A wire is shared: what one house has of it is its own rise to the lane, and the way from there.
  way(path, { x, y }) {
    const [, lane, on, to] = /^M\S+ ([\d.-]+)(H([\d.-]+)[^M]*)/.exec(path.getAttribute("d"));
    const turn = Number(to) < x ? -BEND : BEND;
    return `M${x} ${y}V${Number(lane) + BEND}l${turn}-${BEND}${on}`;
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
    // Not on the drawings: one that listens for the focus becomes a stop of its own for the Tab key.
    figure.addEventListener("focusin", ({ target }) => {
      const drawing = this.drawings.find(({ numbers }) => numbers.has(target));
      if (drawing) this.arrive(drawing.numbers.get(target));
    });
    figure.addEventListener("focusout", ({ target, relatedTarget }) => {
      if (target.closest("svg.town") && !figure.contains(relatedTarget)) this.light(null);
    });
    this.fit();
  }

  // Of a whole town the page has one drawing; the other one is fetched where it is needed.
  fit() {
    const phone = matchMedia(PHONE);
    const fetchOther = async () => {
      const { only, other } = this.figure.dataset;
      if (!only || (only === "narrow") === phone.matches) return;
      const answer = await fetch(other);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const svg = page.querySelector("[data-map] > svg.town");
      // Without it, the link to it stays where it is.
      if (!svg || !this.figure.dataset.only) return;
      this.drawings[0].svg.after(svg);
      delete this.figure.dataset.only;
      this.drawings.push(new Drawing(svg));
      this.settle(this.drawings[1]);
    };
    phone.addEventListener("change", fetchOther);
    fetchOther();
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
    let first = line;
    while (first && first.firstElementChild.tagName !== "I") first = first.previousElementSibling;
    const words = [...(line?.childNodes ?? [])].filter(({ tagName }) => tagName !== "OL" && tagName !== "I").map((node) => node.cloneNode(true));
    for (const word of words) word.removeAttribute?.("id");
    // A day is said by the first page of it, and what all pages of a list answer by the list.
    const whom = line?.parentElement.getAttribute("aria-label");
    const said = [first?.firstElementChild.textContent, whom].filter(Boolean).map((word) => ` · ${word}`);
    words.find(({ tagName }) => tagName === "SMALL")?.append(...said);
    this.caption.replaceChildren(...words);
  }
}

for (const figure of document.querySelectorAll("[data-map]")) new Walk(figure);
