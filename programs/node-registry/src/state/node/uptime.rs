use super::Node;

/// What heartbeats say about a node at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uptime {
    /// Seconds that heartbeats cover.
    pub covered: u64,
    /// Seconds since registration.
    pub age: u64,
    /// Seconds of the present run of heartbeats; 0 while it is broken.
    pub unbroken: u64,
}

/// Seconds from one moment to a later one; 0 when it is not later.
fn seconds(from: i64, to: i64) -> u64 {
    u64::try_from(to.saturating_sub(from)).unwrap_or(0)
}

impl Node {
    /// Notes a sign of life at `now` (unix seconds). A gap longer than `silence` seconds is not counted and breaks
    /// the run. Many beats in a row gain nothing: every second is counted once.
    pub fn heartbeat(&mut self, now: i64, silence: i64) {
        let gap = seconds(self.last_heartbeat, now);
        if gap <= seconds(0, silence) {
            self.uptime_seconds = self.uptime_seconds.saturating_add(gap);
        } else {
            self.alive_since = now;
            self.breaks = self.breaks.saturating_add(1);
        }
        self.last_heartbeat = self.last_heartbeat.max(now);
    }

    /// What heartbeats say at `now`. A node is given the time since its last beat until it has been silent for longer
    /// than `silence` seconds.
    pub fn uptime(&self, now: i64, silence: i64) -> Uptime {
        let gap = seconds(self.last_heartbeat, now);
        let alive = gap <= seconds(0, silence);
        let given = if alive { gap } else { 0 };
        Uptime {
            covered: self.uptime_seconds.saturating_add(given),
            age: seconds(self.registered_at, now),
            unbroken: if alive { seconds(self.alive_since, now) } else { 0 },
        }
    }

    /// No second is counted twice, and no run began after its last beat.
    pub(super) fn uptime_is_sound(&self) -> bool {
        self.uptime_seconds <= seconds(self.registered_at, self.last_heartbeat)
            && self.registered_at <= self.alive_since
            && self.alive_since <= self.last_heartbeat
    }
}
