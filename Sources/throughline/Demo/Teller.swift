import Core

/// Tells the story to a person as it goes.
struct Teller: Sendable {
    let isQuiet: Bool

    func banner(_ stage: Stage) {
        guard !isQuiet else { return }
        Terminal.line(bold("Throughline: the loop from placement to payment"))
        Terminal.line("Demo clock: starts \(Stage.start), stands still while a scene plays, jumps between scenes.")
        Terminal.line(
            "Everything below is a real daemon, real signatures and real HTTP; only the providers are the sandbox."
        )
    }

    func scene(_ title: String) {
        guard !isQuiet else { return }
        Terminal.line("\n" + bold("▸ \(title)"))
    }

    func say(_ text: String) {
        guard !isQuiet else { return }
        Terminal.line("  " + Terminal.safe(text))
    }

    /// Shows the events of some types on the timelines of some people.
    func show(_ identifiers: [String], of types: [String], _ stage: Stage) async throws {
        guard !isQuiet else { return }
        let story = Story(stage: stage, teller: self)
        for identifier in identifiers {
            for event in try await story.timeline(identifier) where types.contains(where: event.isOf) {
                Terminal.line(TimelineText(zone: nil).line(event))
            }
        }
    }

    /// The whole timelines, and where to look next.
    func close(_ told: JSON, stage: Stage, isKept: Bool) {
        for customer in told["customers"]?.array ?? [] {
            Terminal.line(
                "\n" + bold("Timeline of \(customer["name"]?.string ?? "")") + "  \(customer["account"]?.string ?? "")"
            )
            for event in customer["timeline"]?.array ?? [] { Terminal.line(TimelineText(zone: nil).line(event)) }
        }
        Terminal.line(
            "\n\(told["duplicates"]?.int ?? 0) duplicate webhook was answered like the first and did nothing."
        )
        guard isKept else { return }
        let base = stage.client.base
        Terminal.line(
            "\n" + bold("Still up, the clock now running sixty times as fast as the wall. Ctrl-C ends it. Look next:")
        )
        Terminal.line("  throughline timeline account:acme:100231")
        Terminal.line("  curl \(base)/v1/customers?identifier=account:acme:100233")
        Terminal.line("  curl \(base)/v1/deliveries · \(base)/v1/quarantine · \(base)/metrics")
        Terminal.line("  throughline sandbox report")
    }

    private func bold(_ text: String) -> String { Terminal.isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
