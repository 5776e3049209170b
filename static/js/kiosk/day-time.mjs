/* A moment as pages write it (pb/formats.py): "Tuesday 24 November 2026 at 2:30pm", by the clocks of Edinburgh. */
const SHOWN = {
  timeZone: 'Europe/London', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric',
  minute: '2-digit', hourCycle: 'h23',
};
const HALF = 2 * 6;  // hours of half a day

export function dayTime(milliseconds) {
  const parts = {};
  new Intl.DateTimeFormat('en-GB', SHOWN).formatToParts(new Date(milliseconds))
    .forEach(({ type, value }) => { parts[type] = value; });
  const { weekday, day, month, year, hour, minute } = parts;
  const time = `${hour % HALF || HALF}${Number(minute) ? `:${minute}` : ''}${hour < HALF ? 'am' : 'pm'}`;
  return `${weekday} ${day} ${month} ${year} at ${time}`;
}
