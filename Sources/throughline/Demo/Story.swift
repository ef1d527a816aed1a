import Core

/// The story, scene by scene, told through public surfaces only: the CRM posts, customers answer and pay at their
/// providers, and everything seen is read back through the API.
struct Story: Sendable {
    let stage: Stage
    let teller: Teller

    private let ann = "account:acme:100231"
    private let bob = "account:acme:100232"
    private let cara = "account:acme:100233"

    /// Plays all scenes.
    ///
    /// Returns what the surfaces show at the end.
    func play() async throws -> JSON {
        try await history()
        try await placements()
        try await firstContacts()
        try await deliveries()
        try await stop()
        try await payment()
        try await mischief()
        try await morning()
        return try await ending()
    }

    private func history() async throws {
        teller.scene("The CRM of Acme Dental posts a little history")
        let (status, json) = try await stage.client.post("/v1/events", Cast.history)
        guard status == 202 else {
            throw GatewayClient.Failure(description: "events were answered \(status): \(json.text)")
        }
        try await settle()
        teller.say("\(json["accepted"]?.int ?? 0) events accepted")
    }

    private func placements() async throws {
        teller.scene("… and places three past-due accounts")
        for account in Cast.placements {
            try await cause("crm", "event", account)
            try await settle()
        }
    }

    private func firstContacts() async throws {
        teller.scene("The gate decides: two may be contacted now, one must wait for daylight")
        let start = Stage.start
        try await until(ann, "delivery.accepted", count: 2)
        try await until(bob, "delivery.accepted", count: 2)
        try await until(cara, "contact.deferred")
        try await teller.show(
            [ann, bob, cara],
            ["persona.assigned", "contact.allowed", "contact.deferred", "delivery.accepted"],
            since: start,
            stage
        )
    }

    private func deliveries() async throws {
        teller.scene("The providers report delivery")
        let start = stage.second
        stage.clock.pass(.seconds(10))
        try await until(ann, "message.delivered")
        try await until(bob, "message.delivered")
        try await teller.show([ann, bob], ["message.delivered"], since: start, stage)
    }

    private func stop() async throws {
        teller.scene("A reminder for Ann is queued for tomorrow; then Ann replies STOP")
        let start = stage.second
        stage.clock.pass(.seconds(10 * 60))
        let tomorrow = stage.clock.now.adding(.days(1))
        let (status, json) = try await stage.client.post(
            "/v1/triggers/remind",
            [
                "identifiers": [["kind": "account", "value": "acme:100231"]],
                "not_before": .string(tomorrow.description),
            ]
        )
        guard status == 202 else {
            throw GatewayClient.Failure(description: "the trigger was answered \(status): \(json.text)")
        }
        stage.clock.pass(.seconds(60))
        try await cause("sms", "inbound_sms", ["from": "+12125550147", "to": "+15005550006", "text": "STOP"])
        try await until(ann, "contact.cancelled")
        try await until(ann, "delivery.accepted", count: 3)
        stage.clock.pass(.seconds(10))
        try await settle()
        try await teller.show(
            [ann],
            ["message.received", "consent.revoked", "contact.cancelled", "delivery.accepted"],
            since: start,
            stage
        )
    }

    private func payment() async throws {
        teller.scene("Bob pays through his link; the provider tells us twice")
        let start = stage.second
        stage.clock.pass(.seconds(20 * 60))
        try await cause("pay", "payment", ["reference": "acme:100232", "times": 2])
        try await until(bob, "loop.closed")
        try await until(bob, "delivery.accepted", count: 4)
        stage.clock.pass(.seconds(10))
        try await settle()
        try await teller.show(
            [bob],
            ["payment.succeeded", "loop.closed", "playbook.exited", "delivery.accepted"],
            since: start,
            stage
        )
    }

    private func mischief() async throws {
        teller.scene("A forged and an unreadable webhook arrive and are kept for what they are")
        try await cause("pay", "payment", ["reference": "acme:100231", "amount": 1, "forge": true])
        try await cause("pay", "payment", ["raw": "{\"this is\": not JSON"])
        try await settle()
        for entry in try await quarantine() {
            teller.say(
                "quarantined: \(entry["source"]?.string ?? "") \(entry["stage"]?.string ?? "") · \(entry["reason"]?.string ?? "")"
            )
        }
    }

    private func morning() async throws {
        teller.scene("Eight o'clock in Honolulu: now the text to Cara may leave")
        let start = stage.second
        stage.clock.jump(to: Timestamp(rfc3339: "2027-03-02T18:00:00Z") ?? stage.clock.now)
        try await until(cara, "delivery.accepted")
        stage.clock.pass(.seconds(10))
        try await until(cara, "message.delivered")
        try await settle()
        try await teller.show([cara], ["delivery.accepted", "message.delivered"], since: start, stage)
    }

    private func ending() async throws -> JSON {
        var customers: [JSON] = []
        for (name, account) in [("Ann", ann), ("Bob", bob), ("Cara", cara)] {
            let events = try await timeline(account)
            customers.append(["name": .string(name), "account": .string(account), "timeline": .array(events)])
        }
        let receipts = try await stage.client.get("/v1/receipts?source=pay")["receipts"]?.array ?? []
        let duplicates = receipts.reduce(0) { $0 + ($1["duplicates"]?.int ?? 0) }
        return [
            "customers": .array(customers), "quarantine": .array(try await quarantine()),
            "duplicates": .int(duplicates), "sandbox": try await stage.sandboxClient.get("/_report"),
        ]
    }
}
