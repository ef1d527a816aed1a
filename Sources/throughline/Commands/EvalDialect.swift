import ArgumentParser
import CEL
import Connectors

/// The dialects by the names they have on the command line and in a batch.
enum EvalDialect: String, CaseIterable, ExpressibleByArgument {
    case throughline
    case cel

    /// How numbers are kept apart.
    var numbers: Dialect { self == .cel ? .cel : .throughline }

    /// What may be called: CEL and its extensions, and what connectors have besides, secrets apart.
    var libraries: [Library] { self == .cel ? [.standard] : [.standard, .text, .crypto] }
}
