// Draws model_card.tsx with LangGraph's own LoadExternalComponent, the way agent-chat-ui does.
// The props come from Python (CARD), so that both sides are held against each other.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { build } from "esbuild";
import { JSDOM } from "jsdom";

const page = new JSDOM("<main></main>", { url: "http://127.0.0.1:3000/" });
Object.assign(globalThis, { window: page.window, document: page.window.document, IS_REACT_ACT_ENVIRONMENT: true });
globalThis.navigator ??= page.window.navigator; // Node has one of its own from version 21
const { act, createElement: h } = await import("react");
const { createRoot } = await import("react-dom/client");
const { LoadExternalComponent } = await import("@langchain/langgraph-sdk/react-ui");
const { Client } = await import("@langchain/langgraph-sdk");

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const bundle = join(here, "node_modules", `.card-${process.pid}.mjs`);
await build({
  entryPoints: [process.env.COMPONENT],
  bundle: true,
  format: "esm",
  jsx: "automatic",
  external: ["react", "react/jsx-runtime", "@langchain/langgraph-sdk/react-ui"],
  outfile: bundle,
  logLevel: "error",
});
const card = await import(bundle);
const message = JSON.parse(process.env.CARD);
const client = new Client({ apiUrl: "http://127.0.0.1:2024" });

async function drawn(props = {}, artifact = undefined) {
  const place = document.createElement("div");
  const root = createRoot(place);
  const element = h(LoadExternalComponent, {
    stream: { client, assistantId: "cad_agent" },
    message: { ...message, props: { ...message.props, ...props } },
    meta: { ui: message, artifact },
    components: card.default,
  });
  await act(async () => root.render(element));
  return { place, end: () => act(async () => root.unmount()) };
}

async function draw(props, artifact) {
  const { place, end } = await drawn(props, artifact);
  const html = place.innerHTML;
  await end();
  return html;
}

test("the component is named as the message names it", () => {
  assert.ok(message.name in card.default);
});

test("picture, sizes, time left and the file's address are shown", async () => {
  const html = await draw();
  assert.ok(html.includes(`src="${message.props.picture}"`));
  assert.ok(html.includes("20 × 20 × 20 mm"));
  assert.ok(html.includes("8,000 mm³"));
  assert.match(html, /will be deleted in (29|30):\d\d\./);
  assert.ok(html.includes(`href="http://127.0.0.1:2024${message.props.model_url}"`));
});

test("the artifact panel shows the same, where the page has one, and its button opens and closes it", async () => {
  const asked = [];
  const panel = [
    ({ title, children }) => h("aside", null, title, children),
    { open: false, setOpen: (open) => asked.push(open) },
  ];
  const { place, end } = await drawn({}, panel);
  assert.match(place.innerHTML, /<aside>.*20 × 20 × 20 mm.*<\/aside>/s);
  await act(async () => place.querySelector("button").click());
  assert.deepEqual(asked, [true]);
  await end();
  assert.ok(!(await draw()).includes("<aside>"));
});

test("the time left counts down on the page until the link is gone", async () => {
  const { place, end } = await drawn({ expires_at: new Date(Date.now() + 1500).toISOString() });
  assert.match(place.innerHTML, /deleted in 0:02/);
  assert.ok(place.querySelector("a"));
  await act(async () => new Promise((done) => setTimeout(done, 2600)));
  assert.ok(place.innerHTML.includes("its time is over"));
  assert.equal(place.querySelector("a"), null);
  await end();
});

test("props that are none of ours run nothing and lead nowhere else", async () => {
  const { place, end } = await drawn({
    title: "<img src=x onerror=alert(1)>",
    model_url: "javascript:alert(1)",
    picture: "https://evil.example/x.png",
  });
  assert.equal(place.querySelectorAll("img, a").length, 0);
  assert.equal(place.querySelector("strong").textContent, "<img src=x onerror=alert(1)>");
  await end();
  assert.ok(!(await draw({ model_url: "//evil.example/x.step" })).includes("href="));
});

test("minutes and seconds are told", () => {
  const end = "2026-01-01T00:30:00.000+00:00";
  const at = (text) => card.timeLeft(end, Date.parse(text));
  assert.equal(at("2026-01-01T00:00:00Z"), "30:00");
  assert.equal(at("2026-01-01T00:29:54.500Z"), "0:06");
  assert.equal(at("2026-01-01T00:30:00Z"), null);
  assert.equal(card.timeLeft("nonsense", 0), null);
});
