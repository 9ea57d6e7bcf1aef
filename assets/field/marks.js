// What a card has to say about itself: two texts, or waiting, and why.

import { h } from "./dom.js";
import { say } from "./words.js";

export function mark() {
  const element = h("p", { class: "field-hint warn", hidden: true });
  return {
    element,
    update: (book, card) => {
      const waits = book.told.cards.find((one) => one.card === card && one.state === "waiting");
      const open = book.conflict(card).length > 0;
      element.hidden = !open && !waits;
      if (open) {
        element.replaceChildren(h("a", { href: `#${book.carry}/sending` }, say("two_texts_here")));
      } else if (waits) {
        element.textContent = say("waits", { reason: waits.reason });
      }
    },
  };
}
