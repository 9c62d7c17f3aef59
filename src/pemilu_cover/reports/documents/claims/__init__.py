"""The papers of a case, in Indonesian: steps, deadlines, data sheets, letters, documents, benefits, heirs."""
