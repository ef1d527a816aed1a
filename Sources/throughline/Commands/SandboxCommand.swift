import ArgumentParser
import Core
import Logging
import Outbound
import Sandbox
import ServiceLifecycle
import UnixSignals

/// `throughline sandbox`: providers that speak, sign and misbehave like the real ones.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run the sandbox providers of the configuration.",
        subcommands: [Run.self, Report.self],
        defaultSubcommand: Run.self
    )

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Run the sandbox providers.")

        @OptionGroup var options: ConfigOption
        @Option(help: "Address and port to listen on.") var listen = SandboxAddress.standard.text
        @Option(
            help:
                "SOURCE=KIND[:SHARE% or :FIRSTx], repeatable: latency:500ms, 5xx, 429, accept-then-hang, accept-then-close, refuse."
        )
        var fault: [String] = []

        func run() async throws {
            let faults = try fault.map { text in
                guard let fault = Fault(text) else {
                    throw ValidationError("`\(text)` is no fault; write for example sms=accept-then-hang:30%")
                }
                return fault
            }
            guard let address = SandboxAddress(listen) else {
                throw ValidationError("`\(listen)` is no address and port")
            }
            let setup = SandboxSetup(file: options.config)
            try setup.prepareSecrets()
            let settings = try options.read(.init(sandboxAddress: address.text))
            let transport = try CurlTransport()
            let server = try setup.server(
                settings: settings,
                clock: SystemClock(),
                transport: transport,
                faults: faults
            )
            Terminal.line(
                "Sandbox providers on http://\(address.text) for \(setup.names(in: settings)). Ctrl-C ends them."
            )
            var log = Logger(label: "sandbox") { _ in JSONLog() }
            log.logLevel = .warning
            let group = ServiceGroup(
                configuration: .init(
                    services: [SandboxService(server: server, address: address)],
                    gracefulShutdownSignals: [.sigterm, .sigint],
                    logger: log
                )
            )
            try await group.run()
            await transport.stop()
        }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what the sandbox providers accepted.")

        @Option(help: "The sandbox.") var url = "http://\(SandboxAddress.standard.text)"
        @Flag(help: "The report as one JSON document.") var json = false

        func run() async throws {
            let transport = try CurlTransport()
            do throws(GatewayClient.Failure) {
                let report = try await GatewayClient(base: url, transport: transport).get("/_report")
                Terminal.line(json ? report.text : SandboxReportText(report: report).text)
            } catch {
                Terminal.error(error.description)
                throw ExitCode.failure
            }
            await transport.stop()
        }
    }
}
