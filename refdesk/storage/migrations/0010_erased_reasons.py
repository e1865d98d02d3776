"""The reason that was typed of somebody gives way to a dash once he is erased (R51).

Of the rows that never change it is the one thing that may: the triggers are made anew.
"""

STATEMENTS = (
    "DROP TRIGGER entry_no_update",
    "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry WHEN NOT (NEW.reason = '—' "
    "AND NEW.id IS OLD.id AND NEW.account_id IS OLD.account_id AND NEW.kind IS OLD.kind "
    "AND NEW.change IS OLD.change AND NEW.at IS OLD.at "
    "AND NEW.business_date IS OLD.business_date AND NEW.till_id IS OLD.till_id "
    "AND NEW.staff_id IS OLD.staff_id AND NEW.purchase_id IS OLD.purchase_id "
    "AND NEW.effect_id IS OLD.effect_id AND NEW.undoes_id IS OLD.undoes_id "
    "AND NEW.undo_id IS OLD.undo_id AND EXISTS (SELECT 1 FROM account JOIN customer "
    "ON customer.id = account.customer_id "
    "WHERE account.id = OLD.account_id AND customer.state = 'erased')) "
    "BEGIN SELECT RAISE(ABORT, 'append_only'); END",
    "DROP TRIGGER undo_no_update",
    "CREATE TRIGGER undo_no_update BEFORE UPDATE ON undo WHEN NOT (NEW.reason = '—' "
    "AND NEW.id IS OLD.id AND NEW.purchase_id IS OLD.purchase_id "
    "AND NEW.number IS OLD.number AND NEW.kind IS OLD.kind AND NEW.amount IS OLD.amount "
    "AND NEW.money_back IS OLD.money_back AND NEW.at IS OLD.at "
    "AND NEW.business_date IS OLD.business_date AND NEW.till_id IS OLD.till_id "
    "AND NEW.staff_id IS OLD.staff_id AND EXISTS (SELECT 1 FROM purchase JOIN customer "
    "ON customer.id = purchase.customer_id "
    "WHERE purchase.id = OLD.purchase_id AND customer.state = 'erased')) "
    "BEGIN SELECT RAISE(ABORT, 'append_only'); END",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
