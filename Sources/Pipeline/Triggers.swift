public import Core
import Crypto
import Policy
public import Store
import Synchronization

/// API triggers: somebody asks for a playbook or a contact and is told at once what was decided.
public struct Triggers: Sendable {
    /// What was asked for.
    public struct Request: Sendable {
        /// Whom it is about.
        public var identifiers: [Identifier]
        /// Values for the template.
        public var input: JSONObject
        /// Not before this.
        public var notBefore: Timestamp?
        /// Not after this.
        public var expires: Timestamp?

        /// A request.
        public init(
            identifiers: [Identifier],
            input: JSONObject = [:],
            notBefore: Timestamp? = nil,
            expires: Timestamp? = nil
        ) {
            self.identifiers = identifiers
            self.input = input
            self.notBefore = notBefore
            self.expires = expires
        }
    }

    /// Why a trigger could not be carried out.
    public enum Failure: Error, Sendable {
        /// No trigger has this name.
        case unknownTrigger
        /// No customer has these identifiers.
        case unknownCustomer
        /// It is not clear which account is meant, or the account is not this customer's.
        case unclearAccount
        /// The identifiers lead to different customers, or one of them to nobody.
        case conflictingIdentifiers
        /// The body is not what the route takes.
        case malformed(String)
        /// The idempotency key was used with another body.
        case keyReused
        /// The store could not do it.
        case store(StoreError)
    }

    private let current: Current<Configuration>
    private let store: any EventStore
    private let clock: any WallClock
    private let ids: IDSource
    private let onDeliveries: @Sendable () -> Void

    /// Triggers of a configuration; `onDeliveries` is called when there may be something to send.
    public init(
        configuration: Current<Configuration>,
        store: any EventStore,
        clock: any WallClock,
        ids: IDSource,
        onDeliveries: @escaping @Sendable () -> Void
    ) {
        current = configuration
        self.store = store
        self.clock = clock
        self.ids = ids
        self.onDeliveries = onDeliveries
    }

    /// Carries out a trigger once per `key`; the same key and body get the same answer again.
    public func fire(
        _ name: String,
        _ request: Request,
        body: [UInt8],
        key: String?
    ) async throws(Failure) -> JSON {
        let configuration = current.value
        let trigger = try configuration.trigger(name)
        let now = clock.now
        let digest = Hex.encode(SHA256.hash(data: body))
        let answer: Result<JSON, Failure>
        do throws(StoreError) {
            answer = try await store.write { (tx) throws(StoreError) in
                if let key, let known = try tx.remembered(key: "trigger:\(name):\(key)") {
                    return known.digest == digest
                        ? .success((try? JSON.parse(known.body)) ?? .null) : .failure(.keyReused)
                }
                let result = try carryOut(name, trigger, request, turn(tx, at: now, configuration))
                if let key, case .success(let json) = result {
                    let kept = RememberedAnswer(digest: digest, status: 202, body: json.bytes)
                    try tx.remember(kept, key: "trigger:\(name):\(key)", at: now)
                }
                return result
            }
        } catch {
            throw .store(error)
        }
        onDeliveries()
        return try answer.get()
    }

    /// Decides as ``fire(_:_:body:key:)`` would, and keeps nothing.
    public func plan(_ name: String, _ request: Request) async throws(Failure) -> JSON {
        let configuration = current.value
        let trigger = try configuration.trigger(name)
        let now = clock.now
        let box = PlanBox()
        do throws(StoreError) {
            try await store.write { (tx) throws(StoreError) in
                let result = try carryOut(name, trigger, request, turn(tx, at: now, configuration))
                box.result.withLock { $0 = result }
                throw .abandoned
            }
        } catch {
            guard error == .abandoned else { throw .store(error) }
        }
        return try box.result.withLock(\.self).get()
    }

    private func turn(_ tx: any StoreTransaction, at now: Timestamp, _ configuration: Configuration) -> Turn {
        Turn(configuration: configuration, ids: ids, tx: tx, now: now)
    }

    private func carryOut(
        _ name: String,
        _ trigger: Trigger,
        _ request: Request,
        _ turn: Turn
    ) throws(StoreError) -> Result<JSON, Failure> {
        let tx = turn.tx
        let customer: String
        switch try self.customer(of: request, tx: tx) {
        case .success(let found): customer = found
        case .failure(let failure): return .failure(failure)
        }
        let facts = try turn.facts(of: customer)
        guard let account = account(of: request, facts: facts) else { return .failure(.unclearAccount) }
        var answer: JSONObject = ["trigger": .string(name), "customer": .string(customer)]
        switch trigger {
        case .playbook(let playbook):
            guard let playbook = turn.configuration.policy.playbooks[playbook] else { return .failure(.unknownTrigger) }
            let (run, isNew) = try run(playbook, for: account, facts: facts, turn)
            answer["run"] = run.map { .string($0.id) } ?? .null
            answer["entered"] = .bool(isNew)
            let engine = RunEngine(turn: turn)
            if let run { answer["decision"] = try decision(of: run, tx: tx) ?? engine.preview(run, facts: facts)?.json }
        case .contact(let channel, let template, let purpose):
            let planned = try contact(channel, template, purpose, account, request, facts: facts, turn)
            if case .queued(let delivery, _) = planned { answer["delivery"] = .string(delivery.id) }
            answer["decision"] = planned.decision.json
        }
        return .success(.object(answer))
    }

    private func contact(
        _ channel: Channel?,
        _ template: String,
        _ purpose: String,
        _ account: AccountKey,
        _ request: Request,
        facts: CustomerFacts,
        _ turn: Turn
    ) throws(StoreError) -> Planned {
        let channel = channel ?? turn.configuration.policy.templates[template]?.channel
        var wish = ContactPlanner.Wish(
            account: account,
            options: channel.map { [($0, template)] } ?? [],
            purpose: purpose
        )
        wish.notBefore = request.notBefore
        wish.expires = request.expires
        wish.link = request.input["link"]?.string
        return try ContactPlanner(turn: turn).plan(wish, facts: facts)
    }

    /// What was decided about the contact a run waits for, if it waits for one.
    private func decision(of run: Run, tx: any StoreTransaction) throws(StoreError) -> JSON? {
        guard case .delivery(let id) = run.waiting, let delivery = try tx.delivery(id) else { return nil }
        return try tx.decision(delivery.decisionID)
    }

    /// The run an account is in already, or a new one where reentry lets it in: nobody gets the same message twice
    /// because somebody asked twice.
    private func run(
        _ playbook: Playbook,
        for account: AccountKey,
        facts: CustomerFacts,
        _ turn: Turn
    ) throws(StoreError) -> (run: Run?, isNew: Bool) {
        let active = try turn.tx.activeRuns(of: facts.customer).first { $0.account == account }
        if let active { return (active, false) }
        let engine = RunEngine(turn: turn)
        guard try engine.mayEnter(playbook, account) else { return (nil, false) }
        let persona = engine.persona(for: account, facts: facts)
        let run = try engine.enter(playbook, account: account, persona: persona, facts: facts, cause: nil)
        return (run, true)
    }

    /// The one customer all identifiers lead to.
    private func customer(
        of request: Request,
        tx: any StoreTransaction
    ) throws(StoreError) -> Result<String, Failure> {
        var holders: Set<String> = []
        for identifier in request.identifiers {
            guard let holder = try tx.customer(holding: identifier) else {
                return .failure(request.identifiers.count == 1 ? .unknownCustomer : .conflictingIdentifiers)
            }
            holders.insert(holder)
        }
        guard let customer = holders.first else { return .failure(.unknownCustomer) }
        return holders.count == 1 ? .success(customer) : .failure(.conflictingIdentifiers)
    }

    /// The account that is named, if it is the customer's; the only one there is when none is named.
    private func account(of request: Request, facts: CustomerFacts) -> AccountKey? {
        let named = Set(request.identifiers.compactMap(\.account))
        if named.isEmpty { return facts.accounts.count == 1 ? facts.accounts.keys.first : nil }
        guard named.count == 1, let account = named.first, facts.accounts[account] != nil else { return nil }
        return account
    }
}

extension Configuration {
    fileprivate func trigger(_ name: String) throws(Triggers.Failure) -> Trigger {
        guard let trigger = triggers[name] else { throw .unknownTrigger }
        return trigger
    }
}

/// Carries a plan's result out of the transaction that is undone.
private final class PlanBox: Sendable {
    let result = Mutex<Result<JSON, Triggers.Failure>>(.failure(.unknownCustomer))
}
