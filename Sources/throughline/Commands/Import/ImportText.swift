import Core
import Pipeline

/// What a file brought, for a person.
struct ImportText {
    /// Rejects that are shown; the others stand in the file of rejects.
    private static let shown = 10

    /// The file's path.
    let file: String
    let report: JSON

    /// The counts, the events, the first rejects with their lines, and where the rest is.
    func show() {
        let isPlan = report["plan"]?.bool ?? true
        let counts = ["new", "changed", "unchanged", "rejected"].map { "\(count($0)) \($0)" }.joined(separator: ", ")
        Terminal.line("\(Terminal.safe(file)): \(Counted.text(count("rows"), "row")): \(counts)")
        for member in report["events"]?.object?.members ?? [] {
            Terminal.line("  \(member.name)  \(member.value.int ?? 0)")
        }
        showRejects()
        if let path = report["reject_file"]?.string { Terminal.line("Rejected rows are in \(Terminal.safe(path)).") }
        if isPlan { Terminal.line("Nothing was changed: add --execute to import it.") }
    }

    /// Why nothing of it can be read.
    func showRefusal() {
        let lines = FileLines(of: file, numbers: [number(report, "line")])
        Terminal.line(rendered(report, lines))
        Terminal.line("Nothing of it was read.")
    }

    private func showRejects() {
        let rejects = (report["rejects"]?.array ?? []).prefix(Self.shown)
        let lines = FileLines(of: file, numbers: Set(rejects.map { number($0, "line") }))
        for reject in rejects { Terminal.line("\n" + rendered(reject, lines)) }
        let others = count("rejected") - rejects.count
        if others > 0 { Terminal.line("\nand \(others) more") }
        if !rejects.isEmpty { Terminal.line() }
    }

    /// Place and reason, the line with a caret, the hint.
    private func rendered(_ reject: JSON, _ lines: FileLines) -> String {
        let (line, column) = (number(reject, "line"), number(reject, "column"))
        let margin = String(repeating: " ", count: String(line).count)
        let (text, caret) = lines.excerpt(line, column: column)
        var shown = "\(file):\(line):\(column): \(reject["reason"]?.string ?? "")\n"
        shown += " \(line) | \(text)\n \(margin) | \(String(repeating: " ", count: caret))^"
        if let hint = reject["hint"]?.string { shown += "\n \(margin) = \(hint)" }
        return shown.split(separator: "\n", omittingEmptySubsequences: false).map { Terminal.safe(String($0)) }
            .joined(separator: "\n")
    }

    private func count(_ name: String) -> Int { Int(clamping: report[name]?.int ?? 0) }

    private func number(_ object: JSON, _ name: String) -> Int { max(1, Int(clamping: object[name]?.int ?? 1)) }
}

/// A few lines of a file, to be shown with what is wrong in them.
struct FileLines {
    /// Characters of a line that are shown.
    private static let width = 100
    /// Bytes of a line that are looked at.
    private static let sizeLimit = 64 * 1024

    private var lines: [Int: String] = [:]

    /// Reads the lines with these numbers.
    init(of path: String, numbers: Set<Int>) {
        guard let last = numbers.max(), let file = InputFile(path, followingLinks: true) else { return }
        var (number, line): (Int, [UInt8]) = (1, [])
        while number <= last, let bytes = file.read(upTo: 64 * 1024), !bytes.isEmpty {
            for byte in bytes {
                if byte == UInt8(ascii: "\n") {
                    take(line, number, numbers)
                    (number, line) = (number + 1, [])
                } else if line.count < Self.sizeLimit, numbers.contains(number) {
                    line.append(byte)
                }
            }
        }
        take(line, number, numbers)
    }

    private mutating func take(_ line: [UInt8], _ number: Int, _ numbers: Set<Int>) {
        let text = line.last == 0x0D ? line.dropLast() : line[...]
        if numbers.contains(number), lines[number] == nil { lines[number] = String(decoding: text, as: UTF8.self) }
    }

    /// The part of a line around a column, and how many characters of it stand before that.
    func excerpt(_ number: Int, column: Int) -> (text: String, caret: Int) {
        let scalars = Array((lines[number] ?? "").unicodeScalars)
        let start = max(0, min(column - 1, scalars.count) - Self.width / 2)
        let part = scalars[start..<min(scalars.count, start + Self.width)]
        return (String(String.UnicodeScalarView(part)), min(column - 1, scalars.count) - start)
    }
}
