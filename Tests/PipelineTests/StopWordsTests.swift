import Testing

@testable import Pipeline

@Suite("What a short text means")
struct StopWordsTests {
    @Test(arguments: [
        "STOP", "stop", " Stop. ", "QUIT", "end", "Revoke", "opt out", "OPT-OUT", "optout", "cancel", "Unsubscribe",
        "STOPALL", "stop all", "please stop texting me", "Don't text me again", "ARRET",
    ])
    func optsOut(text: String) {
        #expect(StopWords.isOptOut(text))
    }

    @Test(arguments: ["", "hello", "I will stop by on Friday", "weekend", "the end is near", "yes", "START"])
    func doesNot(text: String) {
        #expect(!StopWords.isOptOut(text))
    }
}
