import Foundation
import Testing

/// One of the checks under `python/`: each starts its own daemon and ends with 0, 1, or 77 when it cannot be tried.
struct Check {
    let name: String
    let script: String
    /// Options for `make test`: a twentieth of what the issue asks for.
    var options: [String] = []
    /// Options for `make prove`.
    var proof: [String] = []
    var seconds = 300

    /// Runs it and records what does not hold.
    func run() async throws {
        let path = Repository.file("Tests/EndToEndTests/python/\(script).py").path
        let figures = ["--figures", Repository.file("docs/figures/\(script).json").path]
        let result = try await Command.run(
            [Repository.python, path] + (Repository.isProof ? proof + figures : options),
            environment: ["THROUGHLINE_BINARY": Repository.binary, "PYTHONDONTWRITEBYTECODE": "1"],
            seconds: Repository.isProof ? seconds * 6 : seconds
        )
        print("\(name): \(result.output.trimmingCharacters(in: .newlines))")
        if result.status == 77 { return }
        #expect(result.status == 0, "\(name) ended with \(result.status)\n\(result.errors)")
    }
}
