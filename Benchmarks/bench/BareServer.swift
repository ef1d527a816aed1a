import ArgumentParser
import Hummingbird
import NIOCore

/// The HTTP stack of the daemon with nothing behind it.
struct BareServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare-server",
        abstract: "Answers 202 to every webhook without doing anything."
    )

    func run() async throws {
        let router = Router()
        router.post("/hooks/:source") { _, _ in HTTPResponse.Status.accepted }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print(#"{"message":"listening","port":\#(channel.localAddress?.port ?? 0)}"#)
                flush()
            }
        )
        try await application.runService()
    }
}
