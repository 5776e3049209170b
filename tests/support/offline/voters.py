"""The script with which people vote on a tablet, by its own modules (``static/js/kiosk``), as fast as it can.

Nothing is pressed: other tests do that. What is asked here is what becomes of a vote once the tablet says "saved".
"""

#: Each voter has a number, and chooses the projects that are its binary digits: a ballot tells whose it is.
#: ``window.next()`` gives the next voter's number; ``window.told(number, right, receipt)`` is called when the tablet
#: says that the vote is saved. ``isSecond``: this tab gets in the way of the first one, which is voting. ``slower``: so
#: many times longer a second tab waits.
VOTE = """async ({ isSecond }) => {
    const home = document.querySelector('meta[name=kiosk]').dataset.scripts.replace(/start\\/kiosk\\.mjs.*/, '');
    const module = name => import(`${home}${name}.mjs`);
    const [{ Device }, { Store, randomBelow }, { Sender }, { signedFetch, signedPost }, { parsed }] = await Promise.all(
        ['kiosk/device', 'kiosk/store', 'kiosk/sender', 'device-key/signing', 'kiosk/filled'].map(module));
    const store = new Store(indexedDB, randomBelow(crypto));
    const [key, screens] = [await store.get('key'), await store.get('screens')];
    const { addresses, atOnce, wanted } = screens;
    const post = signedPost(window, signedFetch(window, (...request) => fetch(...request), key), 3);
    const times = { retryAfter: 0.1, retryLatest: 1, contactEvery: 0.5 };
    const sender = new Sender({ window, store, post, addresses, times, atOnce, wanted });
    const gate = { looks: async () => ({ isRight: true, wait: 0 }) };
    const device = new Device({ window, store, screens, gate, send: () => sender.go() });
    const drawn = (least, most) => least + Math.random() * (most - least);
    const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
    const press = async (name, form) => {
        const answer = await device.fetch(addresses[name], { body: new URLSearchParams({ draft: '', ...form }).toString() });
        return answer.redirected ? null : parsed(window, await answer.text());
    };
    const noted = number => ['s000', ...device.turn.order.map(line => (number >> (line - 1)) & 1 ? '001' : '000')].join('');
    const cast = async number => {
        await press('declaration', { declared: 'yes' });
        await press('ballot', { noted: noted(number) });
        await press('review', { noted: noted(number) });
        if (!isSecond) { await pause(drawn(0, 30)); }
        const right = device.turn.right;
        const [saved, again] = await Promise.all([press('cast', {}), Math.random() < 0.1 ? press('cast', {}) : null]);
        const receiptOn = page => page.querySelector('.code__value')?.textContent.replace(/\\s/g, '') || '';
        const receipt = receiptOn(saved);
        if (again && receiptOn(again) !== receipt) { throw new Error('two presses, two answers'); }
        if (receipt) { await window.told(number, right, receipt); }
    };
    const isOpen = async () => Boolean((await store.state()).turn);
    sender.go();
    while (!window.isOver) {
        if (!isSecond) {
            await press('next', { pin: '2468' });
            if (!device.turn) { await pause(50); continue; }
            if (Math.random() < 0.03) { await press('end', {}); continue; }
            await cast(await window.next());
        } else {
            await pause(drawn(20, 200));
            if (!await isOpen()) { continue; }
            await press(Math.random() < 0.7 ? 'goOn' : 'next', { pin: '2468' });
            if (device.turn) { await cast(await window.next()); }
        }
    }
    if (device.turn) { await press('end', {}); }
    window.isDone = true;
}"""

#: How many votes wait on the tablet, and whether its voters are gone.
LEFT = """async () => {
    const found = await new Promise((done, fail) => {
        const opening = indexedDB.open('pb-kiosk-votes');
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
            const count = opening.result.transaction('waiting').objectStore('waiting').count();
            count.onsuccess = () => { opening.result.close(); done(count.result); };
        };
    });
    return [found, Boolean(window.isDone)];
}"""

#: From now on the pages' clock is wrong by so many milliseconds.
WRONG_CLOCK = """(() => { const Right = Date, wrong = %d;
    window.Date = class extends Right {
        constructor(...given) { given.length ? super(...given) : super(Right.now() + wrong); }
        static now() { return Right.now() + wrong; }
    }; })()"""
