'use strict';
// What all drawings share: elements made of text alone, never of markup, and the colours of the style sheet.

/** An element with a class and text; a name can be no more than text here. */
function el(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The colours as they are now: the style sheet knows light, dark and paper. */
function look() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue('--' + name).trim();
}

/** What a pointer is told: a title, and lines of a name and its words. */
function tip(title, lines) {
  const box = el('div', 'tip');
  box.append(el('b', '', title));
  for (const [name, words] of lines) {
    const line = el('div');
    line.append(el('span', '', name));
    if (words) line.append(el('span', '', words));
    box.append(line);
  }
  return box;
}

/** How a box of a pointer looks. */
function tooltip(colour) {
  return {
    confine: true, backgroundColor: colour('paper'), borderColor: colour('rule'),
    textStyle: { color: colour('ink'), fontFamily: 'inherit', fontSize: 13 },
  };
}

/** A sample of how something is drawn. */
function swatch(colour, kind) {
  const made = el('span', 'swatch' + (kind ? ' ' + kind : ''));
  made.style.setProperty('--c', 'var(--' + colour + ')');
  return made;
}
