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

    /// Shows what came to the timelines of some people since an instant, of some types.
    func show(_ people: [String], _ types: [String], since start: Timestamp, _ stage: Stage) async throws {
        guard !isQuiet else { return }
        for person in people {
            say(Cast.name(of: person))
            for event in try await Story(stage: stage, teller: self).timeline(person)
            where types.contains(where: event.isOf) && event.isNot(before: start) {
                Terminal.line(TimelineText(width: 72).line(event))
            }
        }
    }

    /// The whole timelines, and where to look next.
    func close(_ told: JSON, stage: Stage, isKept: Bool) {
        for customer in told["customers"]?.array ?? [] {
            let title = "Timeline of \(customer["name"]?.string ?? "")"
            Terminal.line("\n" + bold(title) + "  \(customer["account"]?.string ?? "")")
            for event in customer["timeline"]?.array ?? [] { Terminal.line(TimelineText(width: 72).line(event)) }
        }
        let count = told["duplicates"]?.int ?? 0
        Terminal.line("\n\(count) duplicate webhook was answered like the first and did nothing.")
        guard isKept else { return }
        let base = stage.client.base
        Terminal.line(
            "\n" + bold("Still up, the clock now sixty times as fast as the wall. Ctrl-C ends it. Look next:")
        )
        Terminal.line("  .build/release/throughline timeline account:acme:100231")
        Terminal.line("  .build/release/throughline sandbox report")
        Terminal.line("  curl '\(base)/v1/customers?identifier=account:acme:100233'")
        Terminal.line("  curl \(base)/v1/deliveries \(base)/v1/quarantine \(base)/metrics")
    }

    private func bold(_ text: String) -> String { Terminal.isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
