import ArgumentParser
import Core

/// `throughline doctor`: everything that could keep a daemon from working, before it starts.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out what keeps a daemon from working: files, secrets, providers, disk, clock.",
        discussion: """
            Secrets are never shown. Providers are asked with a HEAD request that carries no credentials. Ends with 0, \
            with 1 when there is a problem; warnings alone are none.
            """
    )

    @OptionGroup var examination: ExaminationOptions

    func run() async throws {
        let examined = Examination(examination.options.config)
        var findings = examined.findingsOfFiles
        if let settings = examined.settings {
            let machine = MachineDoctor(
                storePath: settings.storePath,
                tzdata: examined.tzdata,
                now: SystemClock().now
            )
            findings += machine.findings()
        }
        findings += try await examined.findings(of: examined.sources, isOffline: examination.offline)
        try examination.show(findings)
    }
}
