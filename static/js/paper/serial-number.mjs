/* Damm's table, as in pb/paper/rules/serials.py: a wrong digit or a swap shows before anything is sent. */
const DAMM = ['0317598642', '7092154863', '4206871359', '1750983426', '6123045978',
  '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'];

/* Whether this can be the number of a paper: seven digits, spaces anywhere, of which the last is the check digit. The
   papers of a practice begin with another row of the table. */
export function isSerialNumber(text, isPractice = false) {
  const digits = text.replace(/\s/g, '');
  const first = isPractice ? '1' : '0';
  return /^\d{7}$/.test(digits) && digits.split('').reduce((row, digit) => DAMM[row][digit], first) === '0';
}
