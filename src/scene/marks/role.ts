/** Meaning of a mark. Colour token, silhouette and word come from the table in `roles.ts`. */
export type Role =
  | 'leader' | 'follower' | 'candidate' | 'learner' | 'crashed' | 'frozen'
  | 'client' | 'server' | 'idle' | 'fail' | 'ok' | 'warn' | 'key' | 'text' | 'muted' | 'link'
  | 'owner-1' | 'owner-2' | 'owner-3' | 'owner-4'
  // Copies of data: `acting-primary` wears the crown, where more than one may believe to be it.
  | 'primary' | 'acting-primary' | 'replica'
  // Balancing load.
  | 'balancer' | 'backend' | 'draining' | 'down' | 'probe'
  // Service mesh: `ejected` is alive, but not asked.
  | 'service' | 'sidecar' | 'control-plane' | 'ejected'
  // Event streaming; consumer groups differ by silhouette.
  | 'producer' | 'broker' | 'consumer-a' | 'consumer-b' | 'consumer-c'
  // Observability: `span` also stands for its trace.
  | 'collector' | 'log' | 'metric' | 'span'
  // Verdicts at the corners of the CAP triangle.
  | 'lamp-lit' | 'lamp-dark' | 'lamp-neutral'
  // Who wrote a version; `ancestor` is what both sides share.
  | 'version-a' | 'version-b' | 'ancestor';
