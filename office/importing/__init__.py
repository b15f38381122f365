"""What every import of tables needs: columns as data, cells read into typed values, the uploaded file while it waits."""
