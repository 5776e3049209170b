/* What was typed of a paper, as lines to be shown: [{ text, wrong }]. `titles` are the projects' by number; `words` the
   sentences of the page. Unless it `isWhole`, a number at the end may have more digits to come. */
export function readEntry(typed, { titles, words, isWhole }) {
  const text = typed.toUpperCase().replace(/,/g, ' ').replace(/\?/g, ' ? ');
  const parts = text.split(/\s+/).filter(Boolean);
  const unfinished = !isWhole && /\d$/.test(text) ? parts.length - 1 : -1;
  return parts.reduce((lines, part, place) => {
    if (place === unfinished && !titles.has(part)) { return lines; }
    const isRepeated = titles.has(part) && parts.indexOf(part) < place;
    return lines.concat(linesFor(part, { titles, words, isRepeated, isAlone: parts.length === 1 }));
  }, []);
}

function linesFor(part, { titles, words, isRepeated, isAlone }) {
  const marks = { B: words.blank, S: words.spoiled, '?': words.doubtful };
  if (part in marks) {
    const mark = { text: marks[part], wrong: false };
    return part === '?' || isAlone ? [mark] : [mark, { text: words.alone, wrong: true }];
  }
  if (!titles.has(part)) { return [{ text: words.badNumber.replace('{n}', part), wrong: true }]; }
  if (isRepeated) { return [{ text: words.twice.replace('{n}', part), wrong: true }]; }
  return [{ text: `${part} ${titles.get(part)}`, wrong: false }];
}
