/* What was typed of a paper, as lines to be shown: [{ text, wrong }]. `titles` are the projects' by number, `parts`
   the parts of the ballot they are in; `words` the sentences of the page. Unless it `isWhole`, what stands at the end
   may go on. `type` is the ballot's: for points, scores and places a figure is typed, "2=5" or "2/5"; for places also
   the numbers in their order. pb/paper/rules/readings.py reads it again. */
const WITH_FIGURES = ['points', 'rank', 'score'];
const LETTERS = ['B', 'S', '?'];

export function readEntry(typed, { titles, parts = new Map(), words, isWhole, type = '' }) {
  const text = typed.toUpperCase().replace(/,/g, ' ').replace(/\?/g, ' ? ');
  const pieces = piecesOf(text, WITH_FIGURES.includes(type));
  const projects = pieces.filter(({ word }) => !LETTERS.includes(word));
  const isInOrder = type === 'rank' && projects.every(({ figure }) => figure === undefined);
  const page = { titles, words, needsFigure: WITH_FIGURES.includes(type) && !isInOrder, isAlone: pieces.length === 1 };
  const last = isWhole ? undefined : pieces[pieces.length - 1];
  const lines = [].concat(...pieces.map((piece) => {
    if (piece === last && goesOn(piece, text, page)) { return []; }
    if (LETTERS.includes(piece.word)) { return linesForLetter(piece.word, page); }
    const before = projects.slice(0, projects.indexOf(piece));
    const isRepeated = before.some(({ word }) => word === piece.word);
    const place = before.filter(({ word }) => parts.get(word) === parts.get(piece.word)).length + 1;
    const line = lineForProject(isInOrder ? { ...piece, figure: String(place) } : piece, isRepeated, page);
    return [type === 'rank' && !line.wrong ? inPart(parts.get(piece.word), line) : line];
  }));
  return type === 'points' ? [...lines, ...linesForSums(projects, parts, words)] : lines;
}

function piecesOf(text, hasFigures) {
  const pieces = [];
  const words = (hasFigures ? text.replace(/[=/]/g, ' = ') : text).split(/\s+/).filter(Boolean);
  while (words.length) {
    const piece = { word: words.shift() };
    if (hasFigures && words[0] === '=') {
      words.shift();
      piece.figure = words.shift() || '';
    }
    pieces.push(piece);
  }
  return pieces;
}

function goesOn({ word, figure }, text, { titles, needsFigure }) {
  if (LETTERS.includes(word)) { return false; }
  if (needsFigure && !figure) { return titles.has(word) || /\d$/.test(text); }
  return figure === undefined && /\d$/.test(text) && !titles.has(word);
}

function linesForLetter(letter, { words, isAlone }) {
  const mark = { text: { B: words.blank, S: words.spoiled, '?': words.doubtful }[letter], wrong: false };
  return letter === '?' || isAlone ? [mark] : [mark, { text: words.alone, wrong: true }];
}

function lineForProject({ word, figure }, isRepeated, { titles, words, needsFigure }) {
  if (!titles.has(word)) { return { text: withNumber(words.badNumber, word), wrong: true }; }
  if (isRepeated) { return { text: withNumber(words.twice, word), wrong: true }; }
  if (needsFigure && !/^\d{1,3}$/.test(figure || '')) {
    return { text: withNumber(words.badFigure, word), wrong: true };
  }
  const project = `${word} ${titles.get(word)}`;
  if (figure === undefined) { return { text: project, wrong: false }; }
  return { text: words.figure.replace('{figure}', figure).replace('{project}', () => project), wrong: false };
}

function withNumber(sentence, number) {
  return sentence.replace(/\{n\}/g, () => number);
}

function linesForSums(projects, parts, words) {
  const sums = new Map();
  projects.filter(({ figure }) => /^\d{1,3}$/.test(figure || '')).forEach(({ word, figure }) => {
    const part = parts.get(word) || '';
    sums.set(part, (sums.get(part) || 0) + Number(figure));
  });
  return [...sums].map(([part, sum]) => inPart(part, { text: words.sum.replace('{sum}', sum), wrong: false }));
}

function inPart(part, line) {
  return part ? { ...line, text: `${part}: ${line.text}` } : line;
}
