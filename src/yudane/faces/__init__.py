"""What people and programs touch. Only here is the clock asked."""
