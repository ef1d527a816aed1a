import ArgumentParser
import Core

/// `throughline demo`: the whole loop, played against a daemon and sandbox providers of its own.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play the story of three past-due accounts, from placement to payment.",
        discussion: """
            Starts a daemon and the sandbox providers of the configuration, with a database of its own that is made \
            anew each time, and plays the story through their public surfaces. Refused when a source is not the sandbox.
            """
    )

    @OptionGroup var options: ConfigOption
    @Flag(help: "The story as one JSON document, the same bytes every time.") var json = false
    @Flag(help: "Leave the daemon and the sandbox up until Ctrl-C.") var keep = false

    func run() async throws {
        let stage = try await Stage.build(options: options, isPublic: keep)
        let teller = Teller(isQuiet: json)
        teller.banner(stage)
        let story = Story(stage: stage, teller: teller)
        try await stage.perform(staysUp: keep) {
            let told = try await story.play()
            if json {
                Terminal.line(StoryJSON.canonical(told).text)
            } else {
                teller.close(told, stage: stage, isKept: keep)
            }
        }
    }
}
