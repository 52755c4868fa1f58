/**
 * A card of a model in a chat, and the same in agent-chat-ui's artifact panel: picture, sizes, and the
 * time that is left. Its props are those of `mayfly.middleware.cards.model_card`; everything in them is shown as text.
 */
import { useEffect, useState, type CSSProperties, type ReactNode } from "react";
import { useStreamContext } from "@langchain/langgraph-sdk/react-ui";

type Model = {
  name: string;
  title: string;
  sizes_mm: number[];
  volume_mm3: number;
  solids: number;
  assumptions: string[];
  model_url: string;
  picture: string | null;
  created_at: string;
  expires_at: string;
};
type Panel = (props: { title?: ReactNode; children: ReactNode }) => ReactNode;
type Artifact = [Panel, { open: boolean; setOpen: (open: boolean) => void }];

const box: CSSProperties = {
  border: "1px solid #8884",
  borderRadius: 8,
  padding: 12,
  maxWidth: 420,
  font: "14px/1.4 system-ui, sans-serif",
};

/** The time left until a deadline, in minutes and seconds; null once it is over. */
export function timeLeft(expiresAt: string, now: number): string | null {
  const seconds = Math.ceil((Date.parse(expiresAt) - now) / 1000);
  if (!(seconds > 0)) return null;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The file's address on the server that the chat page talks to; none where the props name another place. */
export function addressOf(modelUrl: string, server: string | undefined): string | null {
  return /^\/(?!\/)/.test(modelUrl) ? `${(server ?? "").replace(/\/$/, "")}${modelUrl}` : null;
}

function useTimeLeft(expiresAt: string): string | null {
  const [left, setLeft] = useState(() => timeLeft(expiresAt, Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setLeft(timeLeft(expiresAt, Date.now())), 1000);
    return () => clearInterval(timer);
  }, [expiresAt]);
  return left;
}

function Facts({ model, server }: { model: Model; server?: string }) {
  const left = useTimeLeft(model.expires_at);
  const address = addressOf(model.model_url, server);
  const picture = model.picture?.startsWith("data:image/png;base64,") ? model.picture : null;
  return (
    <>
      {picture && <img src={picture} alt={`Views of ${model.title}`} style={{ width: "100%" }} />}
      <p>
        {model.sizes_mm.map((side) => +side.toFixed(3)).join(" × ")} mm,{" "}
        {model.volume_mm3.toLocaleString("en", { maximumFractionDigits: 2 })} mm³,{" "}
        {model.solids === 1 ? "1 solid" : `${model.solids} solids`}
      </p>
      {model.assumptions.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p role="timer">
        {left === null ? "The file is gone: its time is over." : `The file will be deleted in ${left}.`}
      </p>
      {left !== null && address && (
        <a href={address} download={model.name}>
          {model.name}
        </a>
      )}
    </>
  );
}

export function ModelCard(model: Model) {
  const stream = useStreamContext() as unknown as {
    meta?: { artifact?: Artifact };
    client?: { threads?: { apiUrl?: string } };
  };
  const server = stream.client?.threads?.apiUrl;
  const [Panel, panel] = stream.meta?.artifact ?? [null, null];
  return (
    <section style={box} aria-label={`Model ${model.title}`}>
      <strong>{model.title}</strong>
      <Facts model={model} server={server} />
      {Panel && panel && (
        <>
          <p>
            <button type="button" onClick={() => panel.setOpen(!panel.open)}>
              {panel.open ? "Close" : "Open beside the chat"}
            </button>
          </p>
          <Panel title={model.title}>
            <div style={{ padding: 12 }}>
              <Facts model={model} server={server} />
            </div>
          </Panel>
        </>
      )}
    </section>
  );
}

export default { model_card: ModelCard };
