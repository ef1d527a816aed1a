import Core

/// What may stand for a `?` of a statement.
protocol Bindable {
    func bind(to statement: Statement, at place: Int32)
}

extension Int64: Bindable {
    func bind(to statement: Statement, at place: Int32) { statement.bind(self, at: place) }
}

extension Int: Bindable {
    func bind(to statement: Statement, at place: Int32) { statement.bind(Int64(self), at: place) }
}

extension Bool: Bindable {
    func bind(to statement: Statement, at place: Int32) { statement.bind(self ? 1 : 0, at: place) }
}

extension String: Bindable {
    func bind(to statement: Statement, at place: Int32) { statement.bind(self, at: place) }
}

extension [UInt8]: Bindable {
    func bind(to statement: Statement, at place: Int32) { statement.bind(self, at: place) }
}

extension Optional: Bindable where Wrapped: Bindable {
    func bind(to statement: Statement, at place: Int32) {
        if let self { self.bind(to: statement, at: place) } else { statement.bindNull(at: place) }
    }
}

extension Timestamp: Bindable {
    func bind(to statement: Statement, at place: Int32) { statement.bind(microseconds, at: place) }
}

extension JSON: Bindable {
    func bind(to statement: Statement, at place: Int32) { statement.bind(text: bytes, at: place) }
}

extension JSONObject: Bindable {
    func bind(to statement: Statement, at place: Int32) { JSON.object(self).bind(to: statement, at: place) }
}

extension AccountKey: Bindable {
    func bind(to statement: Statement, at place: Int32) { statement.bind(description, at: place) }
}

/// Words from a list are stored as they are written.
extension Bindable where Self: RawRepresentable, RawValue == String {
    func bind(to statement: Statement, at place: Int32) { statement.bind(rawValue, at: place) }
}

extension Channel: Bindable {}
extension Delivery.Kind: Bindable {}
extension Delivery.State: Bindable {}
extension Direction: Bindable {}
extension EventType: Bindable {}
extension Identifier.Kind: Bindable {}
extension ItemState: Bindable {}
extension Quarantined.Stage: Bindable {}
