import Testing

extension EndToEnd {
    /// Our actions beside the providers' SDKs.
    @Suite("SDK actions") struct SDKActionTests {
        @Test("each action asks its provider for what the SDK asks for, with the same credentials and fields")
        func sdkActions() async throws {
            try await Check(name: "SDK actions", script: "sdk_actions").run()
        }
    }
}
