use anchor_lang::prelude::*;

/// Where a job stands. `Funded → Running → Proving → Settled` is the way of a job that goes well.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JobState {
    /// The price is in the vault; the chosen node may accept.
    #[default]
    Funded,
    /// A node works and anchors its progress.
    Running,
    /// The final root is anchored; its proof opens the client's objection window.
    Proving,
    /// The node is paid.
    Settled,
    /// The client stopped it.
    Cancelled,
    /// No node accepted before the deadline; the client has the price back.
    Refunded,
    /// The node failed; the client has back what was not earned.
    TimedOut,
    /// A dispute has frozen the vault.
    Disputed,
    /// A verdict has emptied the vault.
    Resolved,
}

impl JobState {
    /// The vault is empty and stays so.
    pub fn is_terminal(self) -> bool {
        matches!(
            self,
            Self::Settled | Self::Cancelled | Self::Refunded | Self::TimedOut | Self::Resolved
        )
    }

    /// A node has accepted and owes work or a proof.
    pub fn is_worked_on(self) -> bool {
        matches!(self, Self::Running | Self::Proving)
    }
}

/// What has to be proven before the node is paid.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VerificationTier {
    /// The checkpoint chain is proven; epochs can be re-executed by who challenges them.
    #[default]
    Committed,
    /// Randomly chosen training steps are proven as well, before anything is paid.
    Exact,
}
