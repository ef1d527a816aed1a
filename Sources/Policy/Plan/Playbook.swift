public import CEL
public import Core

/// A contact-to-payment journey: who enters, what ends it, and its steps in order.
public struct Playbook: Sendable {
    /// Its name.
    public let name: String
    /// Its version; a run records the one it entered with and goes on with the present text of its steps.
    public let version: Int
    /// Who enters.
    ///
    /// Nil when only a trigger starts it.
    public let enroll: Expression?
    /// How often one account may enter, and how long after it left.
    public let reentry: Reentry
    /// When it has reached what it is for.
    public let goal: Expression?
    /// What ends it otherwise, in order.
    public let exits: [Exit]
    /// In order.
    public let steps: [Step]

    /// How often one account may enter.
    public struct Reentry: Sendable {
        /// The least time since it entered last.
        public let after: TimeSpan
        /// The most entries ever.
        public let max: Int
    }

    /// A condition that ends a run.
    public struct Exit: Sendable {
        /// When.
        public let when: Expression
        /// Where to: `stop`, `end`, or another playbook.
        public let to: Target
    }

    /// The step with this id.
    public func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// Where a run goes after a step that names no other place.
    public func target(after step: Step) -> Target {
        guard let index = steps.firstIndex(where: { $0.id == step.id }), index + 1 < steps.count else { return .end }
        return .step(steps[index + 1].id)
    }
}

/// Where a run goes next.
public enum Target: Sendable, Equatable {
    /// To a step of this playbook.
    case step(String)
    /// The run is finished.
    case end
    /// The run is stopped; the reason is kept.
    case stop
    /// Leave, and enter that playbook.
    case playbook(String)
}

/// One step of a playbook.
public struct Step: Sendable {
    /// What a step does.
    public enum Act: Sendable {
        /// Proposes a contact.
        case send(Send)
        /// Waits for one of these events, so long.
        case waitFor(events: [String], within: TimeSpan)
        /// Ends the run with an outcome, maybe entering another playbook.
        case end(outcome: String, next: String?)
    }

    /// A contact to propose.
    public struct Send: Sendable {
        /// The channel; nil for the best one by routing.
        public let channel: Channel?
        /// The template by channel; the key `any` when one serves all.
        public let templates: [String: String]
        /// What link the message carries: `payment` asks the creditor's processor for one first.
        public let link: String?
        /// The longest time it may wait for a lawful moment; then it ends loudly.
        public let expires: TimeSpan

        /// The template for a channel.
        public func template(for channel: Channel) -> String? { templates[channel.rawValue] ?? templates["any"] }
    }

    /// Its name in the playbook.
    public let id: String
    /// What it does.
    public let act: Act
    /// How long the run waits before it.
    public let delay: TimeSpan?
    /// When it is passed over.
    public let skip: Expression?
    /// Where to, when it is done or the event came.
    public let then: Target?
    /// Where to, when the event did not come in time.
    public let otherwise: Target?
    /// Where to, when the gate refuses.
    public let onDeny: Target?
}
