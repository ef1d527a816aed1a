import CEL
public import Core

/// One compliance rule, compiled: what it concerns, what it asks, what follows.
public struct Rule: Sendable {
    /// How much a rule weighs.
    public enum Authority: String, Sendable, CaseIterable {
        case law
        case presumption
        case safeHarbor = "safe_harbor"
        case carrier
        case policy
    }

    /// What follows when a rule fires.
    public enum Outcome: String, Sendable, CaseIterable {
        /// Not unless a new fact comes.
        case deny
        /// Later.
        case `defer`
        /// Allowed, and said.
        case warn
        /// Allowed, and queued for a person.
        case review

        /// Whether the contact may not leave now.
        var isBlocking: Bool { self == .deny || self == .defer }
    }

    /// Who looked the rule up, and when.
    public struct Verification: Sendable {
        /// The date.
        public let on: CivilDate?
        /// The person or the document.
        public let by: String?
        /// What is not sure.
        public let note: String?
    }

    /// The dates between which a rule holds, both included, at the customer's place.
    public struct Effective: Sendable {
        /// The first date.
        public let from: CivilDate?
        /// The last date.
        public let to: CivilDate?
    }

    /// Where a rule holds; nil is everywhere.
    public struct Jurisdiction: Sendable {
        /// Two letters of a state.
        public let state: String?
        /// A city or another part of the state.
        public let locality: String?
    }

    /// What a rule does when it needs a fact that nobody knows.
    public enum Missing: Sendable, Equatable {
        case deny
        case `defer`
        /// As if the fact were this.
        case treatAs(String)
    }

    /// Stable; decisions cite it.
    public let id: String
    /// A few words.
    public let title: String?
    /// One sentence for whoever reads a decision.
    public let explain: String
    /// Where it is written.
    public let citation: [String]
    /// How much it weighs.
    public let authority: Authority
    /// Who looked it up.
    public let verified: Verification?
    /// When it holds; nil is always.
    public let effective: Effective?
    /// Where it holds; nil is everywhere.
    public let jurisdiction: Jurisdiction?
    /// The actors it binds (``Creditor/actors``); empty is all.
    public let actors: [String]
    /// The contacts it concerns.
    let scope: Scope
    /// What it asks.
    let test: Test
    /// What it does about missing facts, by fact.
    let onMissing: [String: Missing]
    /// What follows when it fires.
    public let outcome: Outcome
    /// Names of facts that whoever wrote it wants to see in decisions; all that it looked at is shown anyway.
    public let evidence: [String]
}

/// The contacts a rule concerns; an empty list is all.
struct Scope: Sendable {
    var actions: [String] = []
    var channels: [Channel] = []
    var modes: [String] = []
    var recipients: [String] = []
    var lines: [String] = []
    /// Exemptions: one that holds takes the contact out of the rule.
    var exemptions: [Exemption] = []
}

/// What takes a contact out of a rule.
enum Exemption: Sendable {
    case when(Predicate)
    case purposes([String])
    case recipients([String])
}

/// What a rule asks about a contact.
enum Test: Sendable {
    /// The time of day must lie inside.
    case window(HoursWindow)
    /// There may be so many in so long.
    case cap(Cap)
    /// So long after the last one.
    case cooldown(Cooldown)
    /// Not while this holds.
    case block(Predicate)
    /// Only when one of these holds.
    case require([Predicate])
    /// What the content must and must not have.
    case content(must: [String], mustNot: [String])
}

/// At most so many of what is counted within a window.
struct Cap: Sendable {
    let count: Selector
    let per: [CountKey]
    let max: Int
    let window: CountingWindow
}

/// A rest after the latest of what is selected.
struct Cooldown: Sendable {
    let after: Selector
    let per: [CountKey]
    let window: CountingWindow
}

/// What counts are kept apart by.
enum CountKey: String, Sendable, CaseIterable {
    /// The human contacted: the customer, a spouse, a third party.
    case person
    /// Ours, whoever was reached and for whatever account.
    case customer
    case debt
    case account
    /// The telephone number or other address.
    case number
    case creditor
}
