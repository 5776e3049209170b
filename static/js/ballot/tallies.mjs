/* Words with numbers in them, as the server writes them: pb/voting/rules/tallies.py and pb/formats.py. */

/* A sentence with its facts filled in: "%(used)s of %(there)s". Where a page runs from right to left the server has put
   each fact of it between U+2068 and U+2069. */
export function fill(words, facts) {
  return words.replace(/%\((\w+)\)s/g, (whole, name) => (name in facts ? facts[name] : whole));
}

/* Pence as "£1,234", with pennies only where there are some. */
export function pounds(pence) {
  const rest = pence % 100;
  const whole = String((pence - rest) / 100).replace(/\B(?=(\d{3})+$)/g, ',');
  return `£${whole}${rest ? `.${String(rest).padStart(2, '0')}` : ''}`;
}
