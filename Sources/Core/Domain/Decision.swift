/// The gate's verdict on one proposed contact, with everything needed to explain it.
public struct Decision: Sendable {
    /// What may happen.
    public enum Verdict: String, Sendable {
        /// Now.
        case allow
        /// At ``Decision/until``, if nothing else happens.
        case `defer`
        /// Not unless a new fact comes.
        case deny
    }

    /// One rule that fired.
    public struct Finding: Sendable {
        /// The rule's id.
        public var rule: String
        /// What the rule wants: deny, defer, warn or review.
        public var effect: String
        /// The rule's sentence for a person.
        public var explain: String
        /// Where it is written.
        public var citation: [String]
        /// law, presumption, safe_harbor, carrier or policy.
        public var authority: String
        /// When this rule alone would let it pass.
        public var until: Timestamp?
        /// The ids of what it counted.
        public var counted: [String]
        /// What it looked at and did not count, with why.
        public var excluded: [Excluded]
        /// The facts it saw, for a person: zones with local times, limits, windows.
        public var evidence: JSONObject

        /// A finding.
        public init(
            rule: String,
            effect: String,
            explain: String,
            citation: [String],
            authority: String,
            until: Timestamp? = nil,
            counted: [String] = [],
            excluded: [Excluded] = [],
            evidence: JSONObject = [:]
        ) {
            self.rule = rule
            self.effect = effect
            self.explain = explain
            self.citation = citation
            self.authority = authority
            self.until = until
            self.counted = counted
            self.excluded = excluded
            self.evidence = evidence
        }
    }

    /// Something a rule looked at and did not count.
    public struct Excluded: Sendable {
        /// Its id.
        public let event: String
        /// Why not.
        public let why: String

        /// An exclusion.
        public init(event: String, why: String) {
            self.event = event
            self.why = why
        }
    }

    /// What may happen.
    public var verdict: Verdict
    /// When it was decided.
    public var at: Timestamp
    /// For defer: the first instant at which no rule fires, if nothing else happens.
    public var until: Timestamp?
    /// Every rule that fired, in the order of the policy.
    public var findings: [Finding]
    /// Rules that were asked and did not fire, with what they counted.
    public var passed: [Finding]
    /// Rules that do not concern this contact.
    public var notApplicable: [String]
    /// Facts a rule needed and did not have.
    public var missingFacts: [String]
    /// The digest of the policy.
    public var policy: String
    /// The version of the time zone data.
    public var tzdata: String

    /// A decision.
    public init(
        verdict: Verdict,
        at: Timestamp,
        until: Timestamp? = nil,
        findings: [Finding] = [],
        passed: [Finding] = [],
        notApplicable: [String] = [],
        missingFacts: [String] = [],
        policy: String,
        tzdata: String
    ) {
        self.verdict = verdict
        self.at = at
        self.until = until
        self.findings = findings
        self.passed = passed
        self.notApplicable = notApplicable
        self.missingFacts = missingFacts
        self.policy = policy
        self.tzdata = tzdata
    }
}
