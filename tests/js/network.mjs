/* A server for a test of what is sent: the test answers when it likes. */

export const FORM = `<form method="post" action="/kiosk/next"><input name="pin" value="2468">
  <button name="do" value="begin">Go on</button><button id="plain">Plain</button></form>
  <form method="get" action="/search"></form>`;

/* An answer of the server that the test gives when it likes. */
export function network() {
  const asked = [];
  return {
    asked,
    fetch: (address, request) => new Promise((answer, fail) => asked.push({ address, request, answer, fail })),
    body: () => asked[asked.length - 1].request.body.toString(),
  };
}

export const settled = () => new Promise((resolve) => { setImmediate(resolve); });
export const html = (text) => ({ redirected: false, headers: new Headers(), text: async () => text });
