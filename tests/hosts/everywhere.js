// What every host must show, whatever it is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BREAKFAST, engineFiles, standing } from "./support.js";

/**
 * @param name of the host
 * @param open opens the page of the host with the breakfast in it
 * @param options `reach` goes to where the embed is; `withoutScripts: false` for a host that is nothing without them
 */
export function everywhere(name, open, { reach = () => {}, withoutScripts = true } = {}) {
  test(`${name}: without JavaScript there are the program and its picture`, { skip: !withoutScripts && "this host is nothing without JavaScript" }, async (t) => {
    const { tab } = await open(t, { javaScriptEnabled: false });
    const text = await tab.locator("asyncio101-run").first().textContent();
    assert.match(text, /async def make\(what, seconds\):\n {4}print\(what, "is begun"\)/);
    const picture = tab.locator("asyncio101-run img").first();
    assert.match(await picture.getAttribute("alt"), /tea/);
    assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 0), "the picture is there");
  });

  test(`${name}: a trace is stepped without the engine`, async (t) => {
    const { tab, place, embed } = await open(t, { engine: false });
    await reach(tab);
    await embed().standsAt(24);
    assert.match(await embed().code.textContent(), /asyncio\.gather/);
    assert.deepEqual(await embed().ask(({ of, index, count }) => ({ of, index, count })), { of: 138, index: 0, count: 3 });
    await embed().press(embed().forward);
    await embed().standsAt(30);
    assert.equal(await embed().ask((element) => element.next()), true);
    await embed().standsAt(47);
    assert.equal(await embed().ask((element) => element.next()), false);
    assert.equal(await embed().ask((element) => element.previous()), true);
    assert.equal(await embed().ask((element) => element.seek("end")), true);
    await embed().standsAt(138);
    assert.deepEqual(engineFiles(place), []);
  });

  test(`${name}: Run runs the program`, async (t) => {
    const { tab, embed } = await open(t);
    await reach(tab);
    await embed().drawn();
    assert.deepEqual(await embed().ran(), { outcome: { kind: "finished" }, lines: BREAKFAST });
  });

  test(`${name}: an embed takes no focus and scrolls nothing`, async (t) => {
    const { tab, embed } = await open(t);
    await reach(tab);
    const before = await standing(tab);
    await embed().drawn();
    const done = embed().told("asyncio101-done");
    await embed().ask((element) => element.run());
    await done;
    assert.deepEqual(await standing(tab), before);
  });
}
