/** A member's connection that follows its organization's events. */
export interface Follower {
  organization_id: number;
  /** The place of the last event it was sent; it follows from there on. Absent: it has not said from where. */
  sent?: number;
}

export interface FollowerStore {
  /** Its key was good. False: the connection has another organization's already. */
  admit(connectionId: string, organizationId: number): Promise<boolean>;
  /** From when this is settled, the connection is among those `of` its organization. False: it follows already, or was never admitted. */
  follow(connectionId: string, afterSeq: number): Promise<boolean>;
  get(connectionId: string): Promise<Follower | undefined>;
  /** It was sent everything up to `seq`. */
  moved(connectionId: string, seq: number): Promise<void>;
  remove(connectionId: string): Promise<void>;
  of(organizationId: number): Promise<string[]>;
}

/** Wakes connections, each in a line of its own, so that no two senders ever write to the same one. */
export interface FollowerQueue {
  /** There may be something new for them. The same reason twice within five minutes is one. */
  wake(connectionIds: string[], reason: string): Promise<void>;
  changeVisibility(receipt: string, seconds: number): Promise<void>;
}
