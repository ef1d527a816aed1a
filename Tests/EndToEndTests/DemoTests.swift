import Foundation
import Testing

extension EndToEnd {
    /// The story tells the same at any hour and anywhere.
    @Suite("The demo")
    struct DemoTests {
        @Test(
            "`demo --json` is the golden file, in whatever zone",
            arguments: ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Honolulu", "Australia/Lord_Howe"]
        )
        func golden(zone: String) async throws {
            let golden = try String(
                contentsOf: Repository.file("Tests/EndToEndTests/Golden/demo.json"),
                encoding: .utf8
            )
            let demo = try await Command.run(
                [Repository.binary, "demo", "--json"],
                environment: ["TZ": zone],
                seconds: 180
            )
            #expect(demo.status == 0, "\(demo.errors)")
            let told = Self.masked(demo.output)
            let wanted = Self.masked(golden)
            let isSame = told == wanted
            #expect(isSame, "\(Self.firstDifference(told, wanted))")
        }

        /// Where two texts part, with what stands around it.
        private static func firstDifference(_ told: String, _ wanted: String) -> String {
            let place = zip(told, wanted).prefix { $0 == $1 }.count
            let around = { (text: String) in text.dropFirst(max(0, place - 120)).prefix(240) }
            return "at character \(place):\ntold   …\(around(told))…\nwanted …\(around(wanted))…"
        }

        /// Without what may change from one machine to the next: tzdata, the engine's version, digests.
        static func masked(_ text: String) -> String {
            var masked = text
            for (pattern, mask) in [
                (#"sha256:[0-9a-f]+"#, "sha256:*"),
                (#""(tzdata|engine)": ?"[^"]*""#, #""$1":"*""#),
            ] { masked = masked.replacingOccurrences(of: pattern, with: mask, options: .regularExpression) }
            return masked
        }

        @Test("the mask hides what differs between machines and nothing else")
        func mask() {
            let text = #"{"tzdata":"2026a","engine": "1.2","policy":"sha256:0af9","until":"2026-03-02T14:00:00Z"}"#
            #expect(
                Self.masked(text) == #"{"tzdata":"*","engine":"*","policy":"sha256:*","until":"2026-03-02T14:00:00Z"}"#
            )
        }
    }
}
